package io.qhub.localhub.sim;

import io.qhub.localhub.sim.QasmLexer.Kind;
import io.qhub.localhub.sim.QasmLexer.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the part of OpenQASM 2 and 3 that describes a circuit without classical control: registers, gates with their
 * parameters and modifiers, gate definitions, barriers and final measurements. Everything else is refused with its line
 * and column. The README of this module lists the subset.
 */
public final class OpenQasm {

    /** The names of the gates that need no definition. */
    public static final List<String> GATES = List.copyOf(QasmGates.all().keySet());

    /** A program that unrolls to more steps than this is refused: gate definitions can double at each level. */
    static final int MAX_STEPS = 1_000_000;

    /** Deeper expressions would need a deeper stack than a thread has. */
    private static final int MAX_DEPTH = 100;

    private static final Set<String> INCLUDES = Set.of("stdgates.inc", "qelib1.inc");

    private record Register(int first, int size) {}

    private record Definition(List<String> parameters, List<String> qubits, List<Token> body) {}

    private record Modifier(String name, int count) {}

    /** The names that are bound while the body of a defined gate is read. */
    private record Scope(Map<String, Double> parameters, Map<String, Integer> qubits) {}

    private final int maxQubits;
    private final Map<String, Register> quantum = new HashMap<>();
    private final Map<String, Register> classical = new HashMap<>();
    private final Map<String, Definition> definitions = new HashMap<>();
    private final List<Op> ops = new ArrayList<>();
    private final Set<Integer> measured = new LinkedHashSet<>();
    private int qubits;
    private int depth;
    private int calls;
    private boolean version2;

    private List<Token> tokens;
    private int at;
    private @Nullable Scope scope;

    private OpenQasm(List<Token> tokens, int maxQubits) {
        this.tokens = tokens;
        this.maxQubits = maxQubits;
    }

    /**
     * Reads a program.
     *
     * @param source the text
     * @param maxQubits the largest circuit to accept
     * @return the circuit; without a measurement in the program, all qubits count as measured, in order
     * @throws CircuitException if the program is not in the subset; it knows the line and the column
     */
    public static Circuit parse(String source, int maxQubits) {
        return new OpenQasm(QasmLexer.tokens(source), maxQubits).program();
    }

    private Circuit program() {
        if (peek().is("OPENQASM")) {
            version();
        }
        while (peek().kind() != Kind.END) {
            statement();
        }
        if (qubits == 0) {
            throw peek().error("the program declares no qubits");
        }
        List<Integer> order = new ArrayList<>(measured);
        for (int qubit = 0; measured.isEmpty() && qubit < qubits; qubit++) {
            order.add(qubit);
        }
        return new Circuit(qubits, ops, order);
    }

    private void version() {
        next();
        Token version = next();
        switch (version.text()) {
            case "2", "2.0" -> version2 = true;
            case "3", "3.0", "3.1" -> version2 = false;
            default -> throw version.error("OPENQASM " + version.text() + " is not supported; 2.0 and 3.0 are");
        }
        expect(";");
    }

    private void statement() {
        Token first = peek();
        if (first.is(";")) {
            next();
            return;
        }
        if (first.kind() != Kind.NAME) {
            throw first.error("a statement cannot start with " + first);
        }
        switch (first.text()) {
            case "include" -> include();
            case "qubit", "bit" -> declaration();
            case "qreg", "creg" -> oldDeclaration();
            case "gate" -> definition();
            case "barrier" -> barrier();
            case "measure" -> measure();
            case "ctrl", "negctrl", "inv" -> gate();
            default -> {
                if (classical.containsKey(first.text())) {
                    assignment();
                } else if (KEYWORDS.contains(first.text())) {
                    throw first.error(first + " is outside of the supported subset");
                } else {
                    gate();
                }
            }
        }
    }

    private static final Set<String> KEYWORDS = Set.of(
            "OPENQASM",
            "def",
            "cal",
            "defcal",
            "defcalgrammar",
            "extern",
            "box",
            "let",
            "break",
            "continue",
            "if",
            "else",
            "end",
            "return",
            "for",
            "while",
            "in",
            "switch",
            "case",
            "default",
            "pragma",
            "input",
            "output",
            "const",
            "readonly",
            "mutable",
            "opaque",
            "bool",
            "int",
            "uint",
            "float",
            "angle",
            "complex",
            "array",
            "void",
            "duration",
            "stretch",
            "gphase",
            "pow",
            "delay",
            "reset",
            "nop",
            "sizeof",
            "durationof",
            "creg");

    private void include() {
        next();
        Token file = next();
        if (file.kind() != Kind.STRING) {
            throw file.error("include needs the name of a file in quotes, not " + file);
        }
        if (!INCLUDES.contains(file.text().substring(1, file.text().length() - 1))) {
            throw file.error("only stdgates.inc and qelib1.inc can be included, not " + file.text());
        }
        expect(";");
    }

    /** {@code qubit[2] q;}, {@code bit c;}, {@code bit[2] c = measure q;}. */
    private void declaration() {
        Token type = next();
        int size = peek().is("[") ? size() : 1;
        Token name = name("a register");
        declare(type.is("qubit"), name, size);
        if (type.is("bit") && peek().is("=")) {
            next();
            measureInto(new Register(0, size), name);
        }
        expect(";");
    }

    /** {@code qreg q[2];}. */
    private void oldDeclaration() {
        Token type = next();
        Token name = name("a register");
        declare(type.is("qreg"), name, peek().is("[") ? size() : 1);
        expect(";");
    }

    private int size() {
        expect("[");
        Token size = peek();
        int value = integer("the size of a register");
        if (value < 1) {
            throw size.error("a register has at least 1 element");
        }
        expect("]");
        return value;
    }

    private void declare(boolean qubit, Token name, int size) {
        if (quantum.containsKey(name.text()) || classical.containsKey(name.text())) {
            throw name.error("the name " + name + " is already taken");
        }
        if (KEYWORDS.contains(name.text())) {
            throw name.error(name + " is a keyword and cannot name a register");
        }
        if (!qubit) {
            classical.put(name.text(), new Register(0, size));
            return;
        }
        if (size > maxQubits - qubits) {
            throw name.error(
                    "the circuit has " + ((long) qubits + size) + " qubits; this simulator takes at most " + maxQubits);
        }
        quantum.put(name.text(), new Register(qubits, size));
        qubits += size;
    }

    /** {@code gate name(a, b) q, r { ... }}: the body is kept as tokens and read again at each use. */
    private void definition() {
        next();
        Token name = name("a gate");
        if (definitions.containsKey(name.text())) {
            throw name.error("the gate " + name + " is already defined");
        }
        List<String> parameters = new ArrayList<>();
        if (peek().is("(")) {
            next();
            if (!peek().is(")")) {
                parameters = names("a parameter");
            }
            expect(")");
        }
        List<String> arguments = names("a qubit");
        expect("{");
        List<Token> body = new ArrayList<>();
        while (!peek().is("}")) {
            Token token = next();
            if (token.kind() == Kind.END || token.is("{")) {
                throw token.error("the body of the gate " + name + " is not closed: '}' expected, not " + token);
            }
            body.add(token);
        }
        body.add(new Token(Kind.END, "", peek().line(), peek().column()));
        next();
        definitions.put(name.text(), new Definition(parameters, arguments, body));
    }

    private List<String> names(String what) {
        List<String> names = new ArrayList<>();
        do {
            if (!names.isEmpty()) {
                next();
            }
            Token name = name(what);
            if (names.contains(name.text())) {
                throw name.error("the name " + name + " is already taken");
            }
            names.add(name.text());
        } while (peek().is(","));
        return names;
    }

    private void barrier() {
        next();
        if (!peek().is(";")) {
            operands();
        }
        expect(";");
    }

    /** {@code measure q -> c;}, or {@code measure q;} alone. */
    private void measure() {
        Token start = peek();
        int[] from = measurement();
        if (peek().is("->")) {
            next();
            Token target = peek();
            fits(from, bits(), target);
        } else if (version2) {
            throw peek().error("'->' expected, not " + peek());
        }
        markMeasured(from, start);
        expect(";");
    }

    /** {@code c = measure q;} or {@code c[0] = measure q[0];}. */
    private void assignment() {
        Token target = peek();
        int size = bits();
        expect("=");
        measureInto(new Register(0, size), target);
        expect(";");
    }

    private void measureInto(Register target, Token name) {
        Token start = peek();
        if (!start.is("measure")) {
            throw start.error("only a measurement can be assigned: 'measure' expected, not " + start);
        }
        int[] from = measurement();
        fits(from, target.size(), name);
        markMeasured(from, start);
    }

    private int[] measurement() {
        next();
        return operand();
    }

    private static void fits(int[] from, int size, Token target) {
        if (from.length != size) {
            throw target.error(from.length + " qubits cannot be measured into " + size + " bits");
        }
    }

    private void markMeasured(int[] from, Token start) {
        for (int qubit : from) {
            if (!measured.add(qubit)) {
                throw start.error("a qubit is measured twice, which is outside of the supported subset");
            }
        }
    }

    /** Reads a bit or a whole register of bits; returns how many bits that are. */
    private int bits() {
        Token name = name("a register of bits");
        Register register = classical.get(name.text());
        if (register == null) {
            throw name.error("no register of bits is named " + name);
        }
        if (peek().is("[")) {
            index(register);
            return 1;
        }
        return register.size();
    }

    // ------------------------------------------------------------------------------------------------ gates

    /** {@code ctrl @ inv @ name(a, b) q[0], r;} */
    private void gate() {
        List<Modifier> modifiers = new ArrayList<>();
        int controls = 0;
        while (peek().is("ctrl") || peek().is("negctrl") || peek().is("inv")) {
            Token modifier = next();
            int count = 1;
            if (peek().is("(") && !modifier.is("inv")) {
                next();
                Token value = peek();
                count = integer("the number of controls");
                if (count < 1 || count > maxQubits) {
                    throw value.error("the number of controls must be 1 to " + maxQubits);
                }
                expect(")");
            }
            expect("@");
            modifiers.add(new Modifier(modifier.text(), count));
            controls += modifier.is("inv") ? 0 : count;
        }
        Token name = name("a gate");
        QasmGates.Gate builtIn = QasmGates.all().get(name.text());
        Definition definition = definitions.get(name.text());
        if (definition == null && builtIn == null) {
            if (KEYWORDS.contains(name.text())) {
                throw name.error(name + " is outside of the supported subset");
            }
            throw name.error("the gate " + name + " is not known");
        }
        double[] parameters = parameters();
        int wanted = definition != null ? definition.parameters().size() : parameters(builtIn);
        if (parameters.length != wanted) {
            throw name.error("the gate " + name + " takes " + wanted + " parameters, not " + parameters.length);
        }
        List<int[]> operands = operands();
        int arity = controls + (definition != null ? definition.qubits().size() : qubits(builtIn));
        if (operands.size() != arity) {
            throw name.error("the gate " + name + " takes " + arity + " qubits, not " + operands.size());
        }
        expect(";");
        int repeat = 1;
        for (int[] operand : operands) {
            if (operand.length != 1) {
                if (repeat != 1 && repeat != operand.length) {
                    throw name.error("the registers that " + name + " is applied to differ in size: " + repeat + " and "
                            + operand.length);
                }
                repeat = operand.length;
            }
        }
        for (int i = 0; i < repeat; i++) {
            int[] q = new int[arity];
            int used = 0;
            for (int k = 0; k < arity; k++) {
                int[] operand = operands.get(k);
                q[k] = operand[operand.length == 1 ? 0 : i];
                if ((used & 1 << q[k]) != 0) {
                    throw name.error("the gate " + name + " is applied to the same qubit twice");
                }
                used |= 1 << q[k];
                if (measured.contains(q[k])) {
                    throw name.error(
                            "the gate " + name + " follows a measurement, which is outside of the supported subset");
                }
            }
            apply(name, modifiers, controls, parameters, q);
        }
    }

    private static int parameters(QasmGates.@Nullable Gate gate) {
        return gate == null ? 0 : gate.parameters();
    }

    private static int qubits(QasmGates.@Nullable Gate gate) {
        return gate == null ? 0 : gate.qubits();
    }

    private void apply(Token name, List<Modifier> modifiers, int controls, double[] parameters, int[] q) {
        int[] targets = new int[q.length - controls];
        System.arraycopy(q, controls, targets, 0, targets.length);
        int from = ops.size();
        Definition definition = definitions.get(name.text());
        QasmGates.Gate builtIn = QasmGates.all().get(name.text());
        if (definition != null) {
            call(definition, parameters, targets);
        } else if (builtIn != null) {
            ops.addAll(builtIn.body().ops(parameters, targets));
        }
        if (ops.size() > MAX_STEPS) {
            throw name.error("the program has more than " + MAX_STEPS + " steps");
        }
        List<Op> steps = new ArrayList<>(ops.subList(from, ops.size()));
        // The modifier next to the gate acts first; the controls of the first modifier are the first qubits.
        int control = controls;
        for (int m = modifiers.size() - 1; m >= 0; m--) {
            Modifier modifier = modifiers.get(m);
            if (modifier.name().equals("inv")) {
                steps = Op.inverse(steps);
                continue;
            }
            for (int k = 0; k < modifier.count(); k++) {
                control--;
                for (int s = 0; s < steps.size(); s++) {
                    steps.set(
                            s,
                            steps.get(s)
                                    .controlledBy(q[control], modifier.name().equals("ctrl")));
                }
            }
        }
        if (!modifiers.isEmpty()) {
            ops.subList(from, ops.size()).clear();
            ops.addAll(steps);
        }
    }

    private void call(Definition definition, double[] parameters, int[] q) {
        Map<String, Double> values = new HashMap<>();
        for (int i = 0; i < parameters.length; i++) {
            values.put(definition.parameters().get(i), parameters[i]);
        }
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < q.length; i++) {
            names.put(definition.qubits().get(i), q[i]);
        }
        List<Token> outerTokens = tokens;
        int outerAt = at;
        Scope outerScope = scope;
        tokens = definition.body();
        at = 0;
        scope = new Scope(values, names);
        deeper(tokens.get(0));
        if (++calls > MAX_STEPS) {
            throw tokens.get(0).error("the program uses defined gates more than " + MAX_STEPS + " times");
        }
        while (peek().kind() != Kind.END) {
            Token first = peek();
            if (first.is("barrier")) {
                barrier();
            } else if (first.kind() == Kind.NAME) {
                gate();
            } else {
                throw first.error("the body of a gate holds gates only, not " + first);
            }
        }
        depth--;
        tokens = outerTokens;
        at = outerAt;
        scope = outerScope;
    }

    private List<int[]> operands() {
        List<int[]> operands = new ArrayList<>();
        operands.add(operand());
        while (peek().is(",")) {
            next();
            operands.add(operand());
        }
        return operands;
    }

    /** Reads a qubit or a whole register of qubits. */
    private int[] operand() {
        Token name = name("a qubit");
        if (scope != null) {
            Integer qubit = scope.qubits().get(name.text());
            if (qubit == null) {
                throw name.error("the gate has no qubit named " + name);
            }
            return new int[] {qubit};
        }
        Register register = quantum.get(name.text());
        if (register == null) {
            throw name.error("no register of qubits is named " + name);
        }
        if (peek().is("[")) {
            return new int[] {register.first() + index(register)};
        }
        int[] all = new int[register.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = register.first() + i;
        }
        return all;
    }

    private int index(Register register) {
        expect("[");
        Token token = peek();
        int index = integer("an index");
        if (index >= register.size()) {
            throw token.error(
                    "the index " + index + " is outside of the register, whose last one is " + (register.size() - 1));
        }
        expect("]");
        return index;
    }

    // ------------------------------------------------------------------------------------------ expressions

    private double[] parameters() {
        if (!peek().is("(")) {
            return new double[0];
        }
        next();
        List<Double> values = new ArrayList<>();
        while (!peek().is(")")) {
            if (!values.isEmpty()) {
                expect(",");
            }
            Token start = peek();
            double value = sum();
            if (!Double.isFinite(value)) {
                throw start.error("the parameter is not a finite number");
            }
            values.add(value);
        }
        next();
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double sum() {
        double value = product();
        while (peek().is("+") || peek().is("-")) {
            value = next().is("+") ? value + product() : value - product();
        }
        return value;
    }

    private double product() {
        double value = signed();
        while (peek().is("*") || peek().is("/")) {
            value = next().is("*") ? value * signed() : value / signed();
        }
        return value;
    }

    private double signed() {
        boolean negative = false;
        while (peek().is("-") || peek().is("+")) {
            negative ^= next().is("-");
        }
        double value = power();
        return negative ? -value : value;
    }

    private double power() {
        double base = factor();
        if (peek().is("**") || peek().is("^") && version2) {
            deeper(next());
            double value = Math.pow(base, signed());
            depth--;
            return value;
        }
        return base;
    }

    private double factor() {
        Token token = next();
        if (token.kind() == Kind.INTEGER || token.kind() == Kind.REAL) {
            return Double.parseDouble(token.text());
        }
        if (token.is("(")) {
            return parenthesized(token);
        }
        if (token.kind() != Kind.NAME) {
            throw token.error("a number expected, not " + token);
        }
        Double bound = scope == null ? null : scope.parameters().get(token.text());
        if (bound != null) {
            return bound;
        }
        switch (token.text()) {
            case "pi", "π" -> {
                return Math.PI;
            }
            case "tau", "τ" -> {
                return 2 * Math.PI;
            }
            case "euler", "ℇ" -> {
                return Math.E;
            }
            case "sin", "cos", "tan", "exp", "ln", "sqrt", "arcsin", "arccos", "arctan" -> {
                double value = parenthesized(expect("("));
                return switch (token.text()) {
                    case "sin" -> Math.sin(value);
                    case "cos" -> Math.cos(value);
                    case "tan" -> Math.tan(value);
                    case "exp" -> Math.exp(value);
                    case "ln" -> Math.log(value);
                    case "arcsin" -> Math.asin(value);
                    case "arccos" -> Math.acos(value);
                    case "arctan" -> Math.atan(value);
                    default -> Math.sqrt(value);
                };
            }
            default -> throw token.error("the name " + token + " is not known in an expression");
        }
    }

    private double parenthesized(Token open) {
        deeper(open);
        double value = sum();
        expect(")");
        depth--;
        return value;
    }

    private void deeper(Token token) {
        if (++depth > MAX_DEPTH) {
            throw token.error("the program is nested more than " + MAX_DEPTH + " levels deep");
        }
    }

    // ----------------------------------------------------------------------------------------------- tokens

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    private Token expect(String symbol) {
        Token token = next();
        if (!token.is(symbol)) {
            throw token.error("'" + symbol + "' expected, not " + token);
        }
        return token;
    }

    private Token name(String what) {
        Token token = next();
        if (token.kind() != Kind.NAME) {
            throw token.error("the name of " + what + " expected, not " + token);
        }
        return token;
    }

    private int integer(String what) {
        Token token = next();
        if (token.kind() != Kind.INTEGER) {
            throw token.error(what + " must be a non-negative integer, not " + token);
        }
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw token.error(what + " is too large: " + token.text());
        }
    }
}
