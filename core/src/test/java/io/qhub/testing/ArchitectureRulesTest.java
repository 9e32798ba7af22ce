package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.Opcodes;

/** Each rule finds the violations planted for it, and passes what only looks like one. */
class ArchitectureRulesTest {

    private static final String PLANTED = "io.qhub.testing.planted.";

    /** Of one rule: names of planted classes, or of foreign types after "->" that a class is made to depend on. */
    private record Case(ArchRule rule, List<String> violations, List<String> allowed) {
        List<String> names() {
            return Stream.concat(violations.stream(), allowed.stream()).toList();
        }
    }

    private static Case rule(ArchRule rule, String... names) {
        List<String> violations = new ArrayList<>();
        List<String> allowed = new ArrayList<>();
        for (String name : names) {
            if (name.startsWith("ok ")) {
                allowed.add(name.substring(3));
            } else {
                violations.add(name);
            }
        }
        return new Case(rule, violations, allowed);
    }

    private static final List<Case> CASES = List.of(
            rule(ArchitectureRules.NO_CYCLES, "cycle.a.A cycle.b.B", "ok cycle.a.A", "ok core.http.PlantedTransport"),
            rule(ArchitectureRules.CORE_KNOWS_NO_API, "core.http.KnowsAnApi", "ok quantum.QuantumFacade"),
            rule(
                    ArchitectureRules.LOWER_PACKAGES_ARE_INDEPENDENT,
                    "core.transfer.KnowsTheTransport",
                    "core.transfer.KnowsPolling",
                    "ok core.transfer.KnowsErrors",
                    "ok core.http.PlantedTransport"),
            rule(
                    ArchitectureRules.ONLY_SERVICE_KNOWS_ANOTHER_API,
                    "quantum.KnowsPlatform",
                    "platform.KnowsService",
                    "ok service.KnowsPlatform",
                    "ok quantum.QuantumFacade"),
            rule(
                    ArchitectureRules.MODEL_IS_DATA,
                    "quantum.model.Models$KnowsItsClient",
                    "quantum.model.Models$Reactive",
                    "quantum.model.Models$KnowsHttp",
                    "ok quantum.model.Models$Job"),
            rule(ArchitectureRules.LIBRARY_KNOWS_NO_SAMPLE, "->io.qhub.localhub.LocalHub", "ok ->io.qhub.core.Some"),
            rule(
                    ArchitectureRules.BOOT_ONLY_IN_AUTOCONFIGURE,
                    "->org.springframework.boot.SpringApplication",
                    "core.http.KnowsAutoconfiguration",
                    "ok core.autoconfigure.->org.springframework.boot.SpringApplication"),
            rule(
                    ArchitectureRules.HINTS_ONLY_IN_AOT,
                    "Banned$KnowsHints",
                    "->io.qhub.core.aot.Hints",
                    "ok core.aot.->org.springframework.aot.hint.RuntimeHints"),
            rule(
                    ArchitectureRules.CORE_HAS_NO_BEANS,
                    "Banned$KnowsBeans",
                    "->org.springframework.context.ApplicationContext",
                    "ok core.autoconfigure.->org.springframework.context.ApplicationContext"),
            rule(
                    ArchitectureRules.SECURITY_ONLY_IN_ONE_CLASS,
                    "Banned$KnowsSpringSecurity",
                    "core.credentials.->org.springframework.security.oauth2.core.OAuth2AccessToken"),
            rule(
                    ArchitectureRules.MICROMETER_CORE_IS_OPTIONAL,
                    "->io.micrometer.core.instrument.MeterRegistry",
                    "ok core.observation.->io.micrometer.core.instrument.MeterRegistry",
                    "ok ->io.micrometer.observation.Observation"),
            rule(
                    ArchitectureRules.API_SHOWS_NOTHING_INTERNAL,
                    "core.http.ShowsInternals",
                    "ok core.http.HidesInternals"),
            rule(
                    ArchitectureRules.NO_LARGE_CIRCLES,
                    "core.circle.First core.circle.Second core.circle.Third",
                    "ok core.circle.First core.circle.Second"),
            rule(
                    ArchitectureRules.FILES_ONLY_IN_TRANSFER_AND_CREDENTIALS,
                    "Banned$ReadsAFile",
                    "Banned$TakesAFile",
                    "Banned$OpensAChannel",
                    "Banned$OpensAnAsynchronousChannel",
                    "Banned$AsksAPath",
                    "->java.io.FileOutputStream",
                    "->java.io.RandomAccessFile",
                    "ok core.transfer.CopiesFiles",
                    "ok core.credentials.ReadsAFile",
                    "ok Allowed$NamesAPath"),
            rule(ArchitectureRules.NO_PUBLISH_ON, "Banned$PublishesOn", "Banned$PublishesOnInALambda"),
            rule(
                    ArchitectureRules.NO_BLOCKING_OPERATORS,
                    "Banned$Blocks",
                    "Banned$BlocksByReference",
                    "Banned$BlocksForTheLast",
                    "Banned$Iterates",
                    "Banned$Streams",
                    "Banned$MakesAFuture",
                    "ok Banned$Sleeps"),
            rule(
                    ArchitectureRules.NO_BLOCKING_WAITS,
                    "Banned$Sleeps",
                    "Banned$Waits",
                    "Banned$Joins",
                    "ok Banned$HasAThreadLocal"),
            rule(ArchitectureRules.NO_NAME_LOOKUPS, "Banned$LooksANameUp"),
            rule(
                    ArchitectureRules.NO_INNER_SUBSCRIBE,
                    "Banned$Subscribes",
                    "Banned$SubscribesInALambda",
                    "Banned$SubscribesByReference",
                    "Banned$SubscribesASubscriber",
                    "Banned$SubscribesLikeAnOperatorButIsNone",
                    "Banned$SubscribesWith",
                    "Banned$OperatorThatSubscribesOnTheSide",
                    "ok Allowed$Operator"),
            rule(ArchitectureRules.NO_HOOKS, "Banned$SetsAHook", "Banned$DecoratesSchedulers", "ok Banned$PublishesOn"),
            rule(ArchitectureRules.NO_SYNCHRONIZED, "Banned$HasASynchronizedMethod", "Banned$HasASynchronizedBlock"),
            rule(ArchitectureRules.NO_THREAD_LOCALS, "Banned$HasAThreadLocal"),
            rule(ArchitectureRules.NO_PRINTING, "Banned$Prints", "Banned$PrintsAStackTrace"),
            rule(ArchitectureRules.NO_WRITE_TO_PATH, "Banned$WritesToAPath"),
            rule(
                    ArchitectureRules.INTERVAL_TICKS_ONCE,
                    "Banned$TicksOutsideOfPolling",
                    "core.polling.Ticks$Forever",
                    "core.polling.Ticks$Twice",
                    "core.polling.Ticks$OnceTooLate",
                    "core.polling.Ticks$ForeverBesideOnce",
                    "core.polling.Ticks$ForeverByReference",
                    "ok core.polling.Ticks$Once"),
            rule(
                    ArchitectureRules.POLLING_BOUNDS_ITS_FLAT_MAPS,
                    "core.polling.Ticks$MergesWithoutABound",
                    "ok core.polling.Ticks$MergesWithABound"),
            rule(
                    ArchitectureRules.NO_OLD_JACKSON,
                    "Banned$KnowsJackson2InSpring",
                    "->com.fasterxml.jackson.databind.ObjectMapper",
                    "->com.fasterxml.jackson.core.JsonParser",
                    "ok ->com.fasterxml.jackson.annotation.JsonValue",
                    "ok ->tools.jackson.databind.ObjectMapper"),
            rule(ArchitectureRules.NO_SERVLET, "->jakarta.servlet.Filter"),
            rule(
                    ArchitectureRules.EXCEPTIONS_HAVE_ONE_ROOT,
                    "Banned$AnExceptionOfItsOwn",
                    "ok core.error.PlantedException",
                    "ok Allowed$AnInternalSignal"),
            rule(
                    ArchitectureRules.EXCEPTIONS_OF_CORE_LIVE_TOGETHER,
                    "core.http.MisplacedException",
                    "ok core.error.PlantedException"),
            rule(
                    ArchitectureRules.MODEL_RECORDS_HAVE_NO_PRIMITIVES,
                    "quantum.model.Models$Primitive",
                    "ok quantum.model.Models$Job"),
            rule(
                    ArchitectureRules.MODEL_ENUMS_ARE_OPEN,
                    "quantum.model.Models$ClosedStatus",
                    "quantum.model.Known",
                    "ok quantum.model.Models$OpenStatus$Known"),
            rule(ArchitectureRules.PACKAGES_ARE_NULL_MARKED, "cycle.a.A", "ok marked.Marked marked.package-info"));

    /** All planted classes, imported together: most of the time goes into the types that they use. */
    private static JavaClasses planted;

    @BeforeAll
    static void importPlanted(@TempDir Path directory) throws Exception {
        List<Path> places = new ArrayList<>();
        places.add(Path.of(ArchitectureRulesTest.class.getResource("planted").toURI()));
        places.add(directory);
        for (Case each : CASES) {
            for (String names : each.names()) {
                if (names.contains("->")) {
                    generate(names, directory);
                }
            }
        }
        planted = new ClassFileImporter().importPaths(places);
    }

    @TestFactory
    Stream<DynamicTest> findsWhatItBans() {
        return CASES.stream().flatMap(each -> each.violations().stream()
                .map(planted -> dynamicTest(each.rule().getDescription() + ": " + planted, () -> {
                    EvaluationResult result = each.rule().evaluate(classes(planted));
                    assertThat(result.hasViolation()).isTrue();
                    assertThat(result.getFailureReport().toString()).contains(simpleName(planted));
                })));
    }

    @TestFactory
    Stream<DynamicTest> passesWhatItAllows() {
        return CASES.stream().flatMap(each -> each.allowed().stream()
                .map(planted -> dynamicTest(each.rule().getDescription() + ": " + planted, () -> {
                    EvaluationResult result = each.rule().evaluate(classes(planted));
                    assertThat(result.getFailureReport().getDetails()).isEmpty();
                })));
    }

    @Test
    void everyRuleIsListedAndHasAPlantedViolation() throws Exception {
        Set<ArchRule> constants = new HashSet<>();
        for (var field : ArchitectureRules.class.getDeclaredFields()) {
            if (ArchRule.class.isAssignableFrom(field.getType()) && Modifier.isStatic(field.getModifiers())) {
                constants.add((ArchRule) field.get(null));
            }
        }

        assertThat(ArchitectureRules.all()).containsExactlyInAnyOrderElementsOf(constants);
        assertThat(CASES).allSatisfy(each -> assertThat(each.violations()).isNotEmpty());
        assertThat(CASES.stream().map(Case::rule)).containsExactlyInAnyOrderElementsOf(constants);
    }

    private static JavaClasses classes(String names) {
        Set<String> wanted = names.contains("->")
                ? Set.of(generatedName(names))
                : Arrays.stream(names.split(" ")).map(PLANTED::concat).collect(Collectors.toSet());
        JavaClasses classes =
                planted.that(DescribedPredicate.describe("wanted", type -> wanted.contains(type.getName())));
        assertThat(classes).hasSameSizeAs(wanted);
        return classes;
    }

    /** A class with a field of a type that need not be on the class path. */
    private static void generate(String names, Path directory) throws IOException {
        String name = generatedName(names);
        String type = names.substring(names.indexOf("->") + 2);
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
        writer.visitField(Opcodes.ACC_PUBLIC, "field", "L" + type.replace('.', '/') + ";", null, null)
                .visitEnd();
        writer.visitEnd();
        Files.write(directory.resolve(name + ".class"), writer.toByteArray());
    }

    private static String generatedName(String names) {
        int arrow = names.indexOf("->");
        return PLANTED + names.substring(0, arrow) + "Knows_"
                + names.substring(arrow + 2).replace('.', '_');
    }

    private static String simpleName(String planted) {
        return planted.contains("->")
                ? generatedName(planted)
                : Arrays.stream(planted.split("[ .$]"))
                        .reduce((first, last) -> last)
                        .orElseThrow();
    }
}
