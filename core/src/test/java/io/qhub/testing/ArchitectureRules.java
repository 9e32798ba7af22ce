package io.qhub.testing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.qhub.core.error.HubException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Schedulers;

/**
 * What holds for the main classes of every library module: what may depend on what, and what nobody may do.
 *
 * <p>Packages are matched by their last parts, so that the tests of the rules can plant violations elsewhere.
 */
public final class ArchitectureRules {

    private static final String TRANSFER = "..core.transfer..";
    private static final String CREDENTIALS = "..core.credentials..";
    private static final String[] POLLING = {"..polling..", "..core.internal.await..", "..core.internal.batch.."};
    private static final String MODEL = "..model..";
    private static final String AUTOCONFIGURE = "..autoconfigure..";
    private static final String AOT = "..aot..";
    private static final String INTERNAL = "..internal..";
    private static final String OURS = "io.qhub..";
    private static final String[] FACADES = {"..qhub..quantum..", "..qhub..platform..", "..qhub..service.."};

    /** Every package below the transport may know these, beside itself. */
    private static final List<String> FOUNDATIONS = List.of(
            "..core.error..",
            "..core.json..",
            "..core.observation..",
            "..core.internal.error..",
            "..core.internal.token..");

    private static final List<String> LOWER_PACKAGES = List.of(
            "..core.error..",
            "..core.json..",
            "..core.observation..",
            "..core.polling..",
            "..core.paging..",
            "..core.internal.error..",
            "..core.internal.token..",
            "..core.internal.wire..",
            TRANSFER,
            CREDENTIALS);

    private static final Pattern FILE_CLASS = Pattern.compile("java\\.io\\.(File|File(Input|Output)Stream|File(Reader"
            + "|Writer)|RandomAccessFile)|java\\.nio\\.file\\.(Files|FileSystems?|DirectoryStream|WatchService)"
            + "|java\\.nio\\.channels\\.(Asynchronous)?FileChannel"
            + "|org\\.springframework\\.core\\.io\\.(FileSystem|FileUrl|Path)Resource");

    private static final Set<String> BLOCKING_OPERATORS =
            Set.of("block", "blockOptional", "blockFirst", "blockLast", "toIterable", "toStream", "toFuture");

    private ArchitectureRules() {}

    // ---- layers

    static final ArchRule NO_CYCLES =
            rule(slices().matching("io.qhub.(**)").should().beFreeOfCycles()).as("no cycles between packages");

    static final ArchRule CORE_KNOWS_NO_API = rule(noClasses()
                    .that()
                    .resideInAPackage("..core..")
                    .should()
                    .dependOnClassesThat(ours().and(resideInAnyPackage(FACADES))))
            .as("core knows no API of the Hub");

    static final ArchRule LOWER_PACKAGES_ARE_INDEPENDENT = rule(classes()
                    .should(each(
                            "depend on themselves and the foundations only", (type, violated) -> LOWER_PACKAGES.stream()
                                    .filter(home -> resideInAPackage(home).test(type))
                                    .forEach(home -> type.getDirectDependenciesFromSelf().stream()
                                            .filter(to -> ours().test(to.getTargetClass())
                                                    && !resideInAPackage(home).test(to.getTargetClass())
                                                    && FOUNDATIONS.stream().noneMatch(shared -> resideInAPackage(shared)
                                                            .test(to.getTargetClass())))
                                            .forEach(to -> violated.accept(to.getDescription()))))))
            .as("the packages below the transport depend on themselves and the foundations only");

    static final ArchRule ONLY_SERVICE_KNOWS_ANOTHER_API = rule(classes()
                    .should(each("depend on no other API", (type, violated) -> {
                        for (String home : FACADES) {
                            if (!resideInAPackage(home).test(type)) {
                                continue;
                            }
                            for (String other : FACADES) {
                                boolean allowed = other.equals(home)
                                        || home.endsWith("service..") && other.endsWith("platform..");
                                type.getDirectDependenciesFromSelf().stream()
                                        .filter(to -> !allowed
                                                && ours().test(to.getTargetClass())
                                                && resideInAPackage(other).test(to.getTargetClass())
                                                && !resideInAPackage(home).test(to.getTargetClass()))
                                        .forEach(to -> violated.accept(to.getDescription()));
                            }
                        }
                    })))
            .as("of the APIs only service knows another one: platform");

    static final ArchRule MODEL_IS_DATA = rule(noClasses()
                    .that()
                    .resideInAPackage(MODEL)
                    .should()
                    .dependOnClassesThat(ours().and(resideOutsideOfPackages(MODEL, "..core.json.."))
                            .or(resideInAnyPackage(
                                    "reactor..", "org.reactivestreams..", "org.springframework..", "io.netty.."))))
            .as("model packages hold data and nothing else");

    static final ArchRule LIBRARY_KNOWS_NO_SAMPLE = rule(noClasses()
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(
                            "io.qhub.localhub..",
                            "io.qhub.quickstart..",
                            "io.qhub.contractcheck..",
                            "io.qhub.samples..")))
            .as("no library class knows a sample");

    static final ArchRule BOOT_ONLY_IN_AUTOCONFIGURE = rule(noClasses()
                    .that()
                    .resideOutsideOfPackage(AUTOCONFIGURE)
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.springframework.boot..")
                            .or(ours().and(resideInAPackage(AUTOCONFIGURE)))))
            .as("only autoconfigure packages know Spring Boot, and nobody knows them");

    static final ArchRule HINTS_ONLY_IN_AOT = rule(noClasses()
                    .that()
                    .resideOutsideOfPackages(AOT, AUTOCONFIGURE)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("org.springframework.aot..").or(ours().and(resideInAPackage(AOT)))))
            .as("only aot packages know runtime hints");

    static final ArchRule CORE_HAS_NO_BEANS = rule(noClasses()
                    .that()
                    .resideOutsideOfPackages(AUTOCONFIGURE, AOT)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("org.springframework.beans..", "org.springframework.context..")))
            .as("only autoconfigure and aot packages know Spring beans");

    static final ArchRule SECURITY_ONLY_IN_ONE_CLASS = rule(noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("io.qhub.core.credentials.ClientCredentialsTokenProvider")
                    .and()
                    .haveNameNotMatching(
                            Pattern.quote("io.qhub.core.credentials.ClientCredentialsTokenProvider") + "\\$.*")
                    .and()
                    .resideOutsideOfPackage(AUTOCONFIGURE)
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.springframework.security..")))
            .as("only ClientCredentialsTokenProvider knows Spring Security");

    static final ArchRule MICROMETER_CORE_IS_OPTIONAL = rule(noClasses()
                    .that()
                    .resideOutsideOfPackages(AUTOCONFIGURE, "..observation..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.micrometer.core..")))
            .as("the client runs without micrometer-core");

    static final ArchRule API_SHOWS_NOTHING_INTERNAL = rule(classes()
                    .that()
                    .resideOutsideOfPackage(INTERNAL)
                    .should(each("show nothing internal", (type, violated) -> {
                        if (isApi(type)) {
                            type.getMembers().stream()
                                    .filter(member -> isVisible(member.getModifiers()))
                                    .flatMap(member -> member.getAllInvolvedRawTypes().stream()
                                            .filter(shown -> ours().test(shown)
                                                    && resideInAPackage(INTERNAL)
                                                            .test(shown))
                                            .map(shown -> member.getFullName() + " shows " + shown.getName()))
                                    .forEach(violated);
                        }
                    })))
            .as("no member that users can name has an internal type in its signature");

    /** In circles of more than two, no class can be read by itself. */
    static final ArchRule NO_LARGE_CIRCLES = rule(classes()
                    .that()
                    .resideInAPackage("..core..")
                    .should(new Circles(2)))
            .as("no more than two classes of core depend on each other in a circle");

    private static boolean isApi(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(ArchitectureRules::isApi).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    // ---- bans

    static final ArchRule FILES_ONLY_IN_TRANSFER_AND_CREDENTIALS = rule(noClasses()
                    .that()
                    .resideOutsideOfPackages(TRANSFER, CREDENTIALS, "..core.internal.file..")
                    .should()
                    .dependOnClassesThat(new DescribedPredicate<JavaClass>("read or write files") {
                        @Override
                        public boolean test(JavaClass type) {
                            return FILE_CLASS.matcher(type.getName()).matches();
                        }
                    })
                    .orShould(access(
                            "look at files through a path",
                            access -> on(access, Path.class)
                                    && Set.of("toFile", "toRealPath").contains(access.getName()))))
            .as("files are touched in core.transfer, core.internal.file and core.credentials only");

    static final ArchRule NO_PUBLISH_ON = ban(
            "publishOn",
            access -> on(access, Publisher.class) && access.getName().equals("publishOn"));

    static final ArchRule NO_BLOCKING_OPERATORS = ban(
            "blocking operators",
            access -> on(access, Publisher.class) && BLOCKING_OPERATORS.contains(access.getName()));

    static final ArchRule NO_BLOCKING_WAITS = ban("waits that hold a thread", ArchitectureRules::waits);

    static final ArchRule NO_NAME_LOOKUPS = ban(
            "name lookups that hold a thread",
            access -> on(access, InetAddress.class)
                    && Set.of("getByName", "getAllByName", "getLocalHost").contains(access.getName()));

    static final ArchRule NO_INNER_SUBSCRIBE = ban(
            "subscribe, except that an operator subscribes to its source",
            access -> on(access, Publisher.class)
                    && (access.getName().equals("subscribeWith")
                            || access.getName().equals("subscribe") && !operatorSubscribes(access)));

    static final ArchRule NO_HOOKS = ban(
            "global hooks",
            access -> on(access, Hooks.class)
                    || on(access, Schedulers.class)
                            && access.getName().matches("on(Schedule|HandleError)\\w*|(re)?setF\\w+|\\w+Decorator"));

    static final ArchRule NO_SYNCHRONIZED = rule(classes().should(each("not be synchronized", (type, violated) -> {
                type.getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                        .forEach(method -> violated.accept(method.getFullName() + " is synchronized"));
                Bytecode.synchronizedBlocks(type).forEach(violated);
            })))
            .as("nothing is synchronized");

    static final ArchRule NO_THREAD_LOCALS = rule(noClasses()
                    .should()
                    .dependOnClassesThat(assignableTo(ThreadLocal.class)))
            .as("no thread locals");

    static final ArchRule NO_PRINTING = ban(
            "printing",
            access -> on(access, System.class) && Set.of("out", "err").contains(access.getName())
                    || access.getName().equals("printStackTrace")
                            && parameters(access).isEmpty());

    static final ArchRule NO_WRITE_TO_PATH = ban(
            "DataBufferUtils.write to a path",
            access -> on(access, DataBufferUtils.class)
                    && access.getName().equals("write")
                    && parameters(access).stream().anyMatch(type -> type.isEquivalentTo(Path.class)));

    static final ArchRule INTERVAL_TICKS_ONCE = rule(classes()
                    .should(each("take one tick of an interval", (type, violated) -> {
                        type.getAccessesFromSelf().stream()
                                .filter(access -> on(access, Flux.class)
                                        && access.getName().equals("interval")
                                        && !resideInAnyPackage(POLLING).test(type))
                                .forEach(access -> violated.accept(access.getDescription()));
                        Bytecode.freeRunningIntervals(type).forEach(violated);
                    })))
            .as("Flux.interval only in polling, and directly followed by take(1)");

    static final ArchRule POLLING_BOUNDS_ITS_FLAT_MAPS = rule(noClasses()
                    .that()
                    .resideInAnyPackage(POLLING)
                    .should(access(
                            "merge without a bound",
                            access -> on(access, Flux.class)
                                    && access.getName().startsWith("flatMap")
                                    && parameters(access).size() == 1)))
            .as("no flatMap without a bound in polling");

    static final ArchRule NO_OLD_JACKSON = rule(noClasses()
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(
                                    "com.fasterxml.jackson.databind..",
                                    "com.fasterxml.jackson.core..",
                                    "com.fasterxml.jackson.dataformat..",
                                    "com.fasterxml.jackson.datatype..")
                            .or(JavaClass.Predicates.simpleNameStartingWith("Jackson2"))))
            .as("no Jackson 2, except its annotations");

    static final ArchRule NO_SERVLET = rule(noClasses()
                    .should()
                    .dependOnClassesThat(resideInAPackage("jakarta.servlet..")))
            .as("no servlets");

    // ---- shape

    static final ArchRule EXCEPTIONS_HAVE_ONE_ROOT = rule(classes()
                    .that()
                    .areAssignableTo(Throwable.class)
                    .and()
                    .arePublic()
                    .and()
                    .resideOutsideOfPackage(INTERNAL)
                    .should()
                    .beAssignableTo(HubException.class))
            .as("public exceptions are HubExceptions");

    static final ArchRule EXCEPTIONS_OF_CORE_LIVE_TOGETHER = rule(classes()
                    .that()
                    .areAssignableTo(Throwable.class)
                    .and()
                    .arePublic()
                    .and()
                    .resideInAPackage("..core..")
                    .and()
                    .resideOutsideOfPackage(INTERNAL)
                    .should()
                    .resideInAPackage("..core.error.."))
            .as("the exceptions of core live in core.error");

    static final ArchRule MODEL_RECORDS_HAVE_NO_PRIMITIVES = rule(classes()
                    .that()
                    .areRecords()
                    .and()
                    .resideInAPackage(MODEL)
                    .should(each("have no primitive component", (type, violated) -> type.getFields().stream()
                            .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC)
                                    && field.getRawType().isPrimitive())
                            .map(JavaField::getFullName)
                            .forEach(violated))))
            .as("records of a model have no primitive components: a member may be missing");

    static final ArchRule MODEL_ENUMS_ARE_OPEN = rule(noClasses()
                    .that()
                    .resideInAPackage(MODEL)
                    .and(not(nestedKnown()))
                    .should()
                    .beEnums())
            .as("a model has no enums but a nested Known: the Hub may add values");

    static final ArchRule PACKAGES_ARE_NULL_MARKED = rule(classes()
                    .should(each("be in a null-marked package", (type, violated) -> {
                        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                            violated.accept("package " + type.getPackageName() + " of " + type.getSimpleName()
                                    + " has no package-info with @NullMarked");
                        }
                    })))
            .as("every package is @NullMarked");

    /** All of them. */
    public static List<ArchRule> all() {
        return List.of(
                NO_CYCLES,
                CORE_KNOWS_NO_API,
                LOWER_PACKAGES_ARE_INDEPENDENT,
                ONLY_SERVICE_KNOWS_ANOTHER_API,
                MODEL_IS_DATA,
                LIBRARY_KNOWS_NO_SAMPLE,
                BOOT_ONLY_IN_AUTOCONFIGURE,
                HINTS_ONLY_IN_AOT,
                CORE_HAS_NO_BEANS,
                SECURITY_ONLY_IN_ONE_CLASS,
                MICROMETER_CORE_IS_OPTIONAL,
                API_SHOWS_NOTHING_INTERNAL,
                NO_LARGE_CIRCLES,
                FILES_ONLY_IN_TRANSFER_AND_CREDENTIALS,
                NO_PUBLISH_ON,
                NO_BLOCKING_OPERATORS,
                NO_BLOCKING_WAITS,
                NO_NAME_LOOKUPS,
                NO_INNER_SUBSCRIBE,
                NO_HOOKS,
                NO_SYNCHRONIZED,
                NO_THREAD_LOCALS,
                NO_PRINTING,
                NO_WRITE_TO_PATH,
                INTERVAL_TICKS_ONCE,
                POLLING_BOUNDS_ITS_FLAT_MAPS,
                NO_OLD_JACKSON,
                NO_SERVLET,
                EXCEPTIONS_HAVE_ONE_ROOT,
                EXCEPTIONS_OF_CORE_LIVE_TOGETHER,
                MODEL_RECORDS_HAVE_NO_PRIMITIVES,
                MODEL_ENUMS_ARE_OPEN,
                PACKAGES_ARE_NULL_MARKED);
    }

    private static boolean waits(JavaAccess<?> access) {
        String name = access.getName();
        return on(access, Thread.class) && Set.of("sleep", "join").contains(name)
                || access.getTargetOwner().isEquivalentTo(Object.class) && name.equals("wait")
                || on(access, TimeUnit.class)
                        && Set.of("sleep", "timedJoin", "timedWait").contains(name)
                || on(access, LockSupport.class) && name.startsWith("park")
                || on(access, Future.class) && Set.of("get", "join").contains(name)
                || on(access, CountDownLatch.class) && name.equals("await")
                || on(access, Condition.class) && name.startsWith("await")
                || on(access, Semaphore.class) && name.startsWith("acquire")
                || on(access, BlockingQueue.class) && Set.of("put", "take").contains(name);
    }

    /** {@code source.subscribe(subscriber)} in the class of an operator, which hands the demand of its subscriber on. */
    private static boolean operatorSubscribes(JavaAccess<?> access) {
        JavaClass caller = access.getOriginOwner();
        return (caller.isAssignableTo(CorePublisher.class) || caller.isAssignableTo(CoreSubscriber.class))
                && parameters(access).size() == 1
                && parameters(access).get(0).isEquivalentTo(CoreSubscriber.class);
    }

    private static boolean on(JavaAccess<?> access, Class<?> type) {
        return access.getTargetOwner().isAssignableTo(type);
    }

    private static List<JavaClass> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target ? target.getRawParameterTypes() : List.of();
    }

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage(OURS);
    }

    private static DescribedPredicate<JavaClass> nestedKnown() {
        return DescribedPredicate.describe(
                "a nested Known",
                type -> type.isNestedClass() && type.getSimpleName().equals("Known"));
    }

    private static ArchRule ban(String what, Predicate<JavaAccess<?>> banned) {
        return rule(noClasses().should(access("use " + what, banned))).as("no " + what);
    }

    /** For {@code noClasses()}: the condition is met by each access that is banned. */
    private static ArchCondition<JavaClass> access(String description, Predicate<JavaAccess<?>> banned) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(banned)
                        .forEach(access -> events.add(SimpleConditionEvent.satisfied(access, access.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaClass> each(
            String description, BiConsumer<JavaClass, Consumer<String>> findViolations) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                findViolations.accept(type, violation -> events.add(SimpleConditionEvent.violated(type, violation)));
            }
        };
    }

    /** A module need not have the classes that a rule is about. */
    private static ArchRule rule(ArchRule rule) {
        return rule.allowEmptyShould(true);
    }
}
