"use strict";

(() => {
  const byId = id => document.getElementById(id);
  const form = byId("form");
  const circuit = byId("circuit");
  const backend = byId("backend");
  const shots = byId("shots");
  const run = byId("run");
  const cancel = byId("cancel");
  const ENDS = ["COMPLETED", "FAILED", "ABORTED", "CANCELLED"];
  const IONQ = "IONQ_CIRCUIT_V1";
  const MOST_BARS = 32;

  let events = null;
  let location = null;
  let choices = [];

  // ---- the server

  async function answer(response) {
    const text = await response.text();
    let body = null;
    try {
      body = JSON.parse(text);
    } catch {
      // Not JSON: the status has to do.
    }
    if (!response.ok) {
      throw new Error(body && body.detail || `The server answered ${response.status}.`);
    }
    return body;
  }

  async function call(path, options) {
    let response;
    try {
      response = await fetch(path, options);
    } catch {
      throw new Error("The server cannot be reached.");
    }
    return answer(response);
  }

  // ---- what is shown

  function problem(text) {
    byId("problem").textContent = text || "";
    byId("problem").hidden = !text;
  }

  function reset() {
    if (events) {
      events.close();
      events = null;
    }
    problem("");
    byId("steps").replaceChildren();
    byId("status").textContent = "";
    byId("progress").hidden = true;
    byId("result").hidden = true;
  }

  function busy(on) {
    run.disabled = on;
    cancel.hidden = !on;
    cancel.disabled = !location;
  }

  function step(state) {
    const steps = byId("steps");
    if (!steps.lastElementChild || steps.lastElementChild.textContent !== state.status) {
      const item = document.createElement("li");
      item.textContent = state.status;
      steps.append(item);
    }
    byId("status").textContent = state.error ? `${state.status}: ${state.error}` : state.status;
    byId("progress").hidden = false;
  }

  // Bars side by side in the order of the outcomes; of very many outcomes the most frequent.
  function chart(counts) {
    let bars = Object.entries(counts);
    const all = bars.length;
    if (all > MOST_BARS) {
      bars = bars.sort((a, b) => b[1] - a[1]).slice(0, MOST_BARS);
    }
    // An object does not keep the order of names that look like numbers.
    bars.sort((a, b) => a[0] < b[0] ? -1 : 1);
    const row = 26;
    const longest = Math.max(1, ...bars.map(([outcome]) => outcome.length));
    const left = Math.min(260, 12 + longest * 8.2);
    const width = 640;
    const right = 70;
    const most = Math.max(1, ...bars.map(([, count]) => count));
    const svg = shape("svg", {
      viewBox: `0 0 ${width} ${bars.length * row + 4}`,
      role: "img",
      "aria-label": "Counts: " + bars.map(([outcome, count]) => `${outcome} ${count}`).join(", "),
    });
    bars.forEach(([outcome, count], i) => {
      const y = i * row + 2;
      const length = Math.max(1, (width - left - right) * count / most);
      svg.append(
          text(outcome, {x: left - 8, y: y + 16, "text-anchor": "end"}),
          shape("rect", {
            class: "bar", x: left, y: y + 2, width: length, height: row - 6, rx: 2,
            "data-outcome": outcome, "data-count": count,
          }),
          text(String(count), {x: left + length + 6, y: y + 16}));
    });
    svg.append(shape("line", {class: "axis", x1: left, x2: left, y1: 0, y2: bars.length * row + 4}));
    byId("chart").replaceChildren(svg);
    byId("counts-title").textContent = all > bars.length ? `Counts (${bars.length} of ${all} outcomes)` : "Counts";
    byId("result").hidden = false;
  }

  function shape(name, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
  }

  function text(content, attributes) {
    const element = shape("text", attributes);
    element.textContent = content;
    return element;
  }

  // ---- what happens

  function isJson() {
    return circuit.value.trimStart().startsWith("{");
  }

  // A backend that takes what is in the box, where the chosen one does not.
  function suggest() {
    const takes = choice => !choice.inputFormats.length || choice.inputFormats.includes(IONQ) === isJson();
    const chosen = choices.find(choice => choice.id === backend.value);
    if (chosen && !takes(chosen)) {
      const other = choices.find(takes);
      if (other) {
        backend.value = other.id;
        limits();
      }
    }
  }

  function limits() {
    const chosen = choices.find(choice => choice.id === backend.value);
    shots.min = chosen && chosen.minShots || 1;
    shots.max = chosen && chosen.maxShots || "";
  }

  function watch(path) {
    events = new EventSource(path + "/events");
    events.addEventListener("status", async event => {
      const state = JSON.parse(event.data);
      step(state);
      if (!ENDS.includes(state.status)) {
        return;
      }
      events.close();
      events = null;
      location = null;
      busy(false);
      if (state.status === "COMPLETED") {
        try {
          chart((await call(path + "/counts")).counts);
          byId("download").href = path + "/result";
        } catch (failure) {
          problem(failure.message);
        }
      }
    });
  }

  form.addEventListener("submit", async event => {
    event.preventDefault();
    reset();
    location = null;
    busy(true);
    try {
      const query = new URLSearchParams({backend: backend.value, shots: shots.value});
      const state = await call("api/circuits?" + query, {
        method: "POST",
        headers: {"Content-Type": isJson() ? "application/json" : "text/plain"},
        body: circuit.value,
      });
      location = "api/circuits/" + encodeURIComponent(state.id);
      busy(true);
      watch(location);
    } catch (failure) {
      problem(failure.message);
      busy(false);
    }
  });

  cancel.addEventListener("click", async () => {
    cancel.disabled = true;
    try {
      await call(location, {method: "DELETE"});
    } catch (failure) {
      problem(failure.message);
    }
  });

  circuit.addEventListener("input", suggest);
  backend.addEventListener("change", limits);

  call("api/backends")
      .then(found => {
        choices = found;
        backend.replaceChildren(...found.map(choice => new Option(`${choice.name} (${choice.id})`, choice.id)));
        suggest();
        limits();
      })
      .catch(failure => problem(failure.message));
})();
