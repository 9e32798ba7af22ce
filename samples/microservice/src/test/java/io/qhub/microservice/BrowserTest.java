package io.qhub.microservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qhub.localhub.LocalHub;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;

/** The page in a real browser: {@code .ci/browser && mvn -B verify -Pbrowser}. */
@Tag("browser")
@Timeout(300)
class BrowserTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static LocalHub hub;
    private static RunningService service;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() {
        hub = LocalHub.builder()
                .queueTime(Duration.ofSeconds(1))
                .runTime(Duration.ofSeconds(1))
                .start();
        service = RunningService.start(hub, directory, Map.of());
        ChromeOptions options = new ChromeOptions()
                .setBinary(program("QHUB_CHROMIUM", "/usr/bin/chromium"))
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + directory.resolve("browser"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(program("QHUB_CHROMEDRIVER", "/usr/bin/chromedriver")))
                .build();
        browser = new ChromeDriver(driver, options);
    }

    private static String program(String variable, String otherwise) {
        return Optional.ofNullable(System.getenv(variable)).orElse(otherwise);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.quit();
        }
        service.close();
        hub.close();
    }

    private static WebElement byId(String id) {
        return browser.findElement(By.id(id));
    }

    private static void open() {
        browser.get(service.url() + "/");
        await().atMost(SOON)
                .until(() -> !new Select(byId("backend")).getOptions().isEmpty());
    }

    private static void circuit(String text) {
        byId("circuit").clear();
        byId("circuit").sendKeys(text);
    }

    private static List<String> steps() {
        return browser.findElements(By.cssSelector("#steps li")).stream()
                .map(WebElement::getText)
                .toList();
    }

    @Test
    void showsTheStatusLiveAndTheCountsAsBars() {
        // Reading it empties it of what other tests have left.
        browser.manage().logs().get(LogType.BROWSER);
        open();
        byId("shots").clear();
        byId("shots").sendKeys("200");
        byId("run").click();
        await().atMost(SOON).until(() -> steps().contains("RUNNING"));
        assertThat(byId("result").isDisplayed()).isFalse();
        await().atMost(SOON).until(() -> byId("result").isDisplayed());
        assertThat(steps()).containsExactly("PENDING", "RUNNING", "COMPLETED");
        List<WebElement> bars = browser.findElements(By.cssSelector("#chart rect.bar"));
        assertThat(bars).extracting(bar -> bar.getDomAttribute("data-outcome")).containsExactly("00", "11");
        assertThat(bars.stream()
                        .mapToInt(bar -> Integer.parseInt(String.valueOf(bar.getDomAttribute("data-count"))))
                        .sum())
                .isEqualTo(200);
        assertThat(byId("run").isEnabled()).isTrue();
        // A policy that is broken would show here.
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .extracting(LogEntry::getMessage)
                .isEmpty();
    }

    @Test
    void choosesABackendForOpenQasmAndShowsWhyACircuitIsRefused() {
        open();
        circuit("OPENQASM 3.0; qubit[1] q; warp q[0];");
        assertThat(new Select(byId("backend")).getFirstSelectedOption().getDomAttribute("value"))
                .startsWith("aws.");
        byId("run").click();
        await().atMost(SOON).until(() -> byId("problem").isDisplayed());
        assertThat(byId("problem").getText()).contains("the gate 'warp' is not known");
        assertThat(byId("run").isEnabled()).isTrue();
    }

    @Test
    void cancels() {
        hub.settings().queueTime(Duration.ofMinutes(10));
        try {
            open();
            byId("run").click();
            await().atMost(SOON).until(() -> steps().contains("PENDING"));
            byId("cancel").click();
            await().atMost(SOON).until(() -> steps().contains("CANCELLED"));
        } finally {
            hub.settings().queueTime(Duration.ofSeconds(1));
        }
    }
}
