package io.qhub.contractcheck;

import io.qhub.core.PathOverrides;
import io.qhub.core.contract.Contract;
import io.qhub.core.contract.ContractReport;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.DefaultCredentialsProvider;
import io.qhub.core.error.HubException;
import io.qhub.core.http.Operation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares the operations of the clients with the OpenAPI document that a Hub serves, or with one in a file, and writes
 * the properties that make moved operations work again.
 */
@Command(
        name = "contract-check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares the clients' operations with the OpenAPI document of a Hub.",
        footer = {
            "",
            "The token is that of KQH_PERSONAL_ACCESS_TOKEN or of qhubctl's config file.",
            "Exits with 0 if all operations are where the clients expect them and take and give the same,",
            "with 1 if not, with 2 if the input is bad or a document cannot be read."
        })
public final class ContractCheck implements Callable<Integer> {

    @Option(
            names = "--api",
            paramLabel = "API",
            defaultValue = "all",
            description = "quantum, platform, user, service or all. Default: all.")
    private String api = "all";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The base URL of the API, below which its document is /docs; with all, the address below which "
                            + "each API has its usual path. Default: the real Hub.")
    private @Nullable String url;

    @Option(names = "--file", paramLabel = "FILE", description = "A document in JSON to read instead of asking a Hub.")
    private @Nullable Path file;

    @Option(
            names = "--write-overrides",
            arity = "0..1",
            fallbackValue = "-",
            paramLabel = "FILE",
            description =
                    "Writes the paths of moved operations as properties into the file; without a file, or with -, "
                            + "to the standard output, and the table to the standard error.")
    private @Nullable String overridesTo;

    @Option(names = "--strict", description = "Exits with 1 also if the document has operations that are new.")
    private boolean strict;

    private final PrintWriter out;
    private final PrintWriter err;
    private final AccessTokenProvider credential;

    ContractCheck(PrintWriter out, PrintWriter err, AccessTokenProvider credential) {
        this.out = out;
        this.err = err;
        this.credential = credential;
    }

    /** Exits with 0 without drift, with 1 on drift, with 2 if the input is bad or a document cannot be read. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = run(out, err, new DefaultCredentialsProvider(), args);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(PrintWriter out, PrintWriter err, AccessTokenProvider credential, String... args) {
        return new CommandLine(new ContractCheck(out, err, credential))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((failure, given) -> {
                    err.println(failure.getMessage() + ". Try --help.");
                    return 2;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println(failure.getMessage());
                    return 2;
                })
                .execute(args);
    }

    @Override
    public Integer call() {
        List<Api> apis = apis();
        if (url != null && file != null) {
            throw new BadInputException("--url and --file exclude each other.");
        }
        boolean toOut = "-".equals(overridesTo);
        Path target = overridesTo == null || toOut ? null : Path.of(overridesTo);
        if (target != null) {
            OverridesFile.require(target);
        }
        Map<String, ContractReport> reports = new LinkedHashMap<>();
        boolean unread = false;
        if (file != null) {
            List<Operation<?>> operations =
                    apis.stream().flatMap(each -> each.operations().stream()).toList();
            reports.put(titles(apis), fromFile(operations, file));
        } else {
            for (Api each : apis) {
                unread |= !fromHub(each, reports);
            }
        }
        PrintWriter table = toOut ? err : out;
        reports.forEach((title, report) -> Table.print(table, title, report));
        if (unread) {
            return 2;
        }
        PathOverrides overrides = overrides(reports);
        if (toOut) {
            out.print(OverridesFile.text(overrides));
            out.flush();
        } else if (target != null) {
            OverridesFile.write(target, overrides);
            out.println("Overrides are in " + target + ".");
        }
        boolean drift = reports.values().stream()
                .anyMatch(each -> each.hasDrift() || strict && !each.added().isEmpty());
        return drift ? 1 : 0;
    }

    private List<Api> apis() {
        List<Api> chosen = new ArrayList<>();
        for (Api each : Api.values()) {
            if (each.toString().equalsIgnoreCase(api.strip()) || isAll()) {
                chosen.add(each);
            }
        }
        if (chosen.isEmpty()) {
            throw new BadInputException("There is no API '" + api + "'; there are "
                    + Arrays.stream(Api.values()).map(Api::toString).collect(Collectors.joining(", ")) + " and all.");
        }
        return chosen;
    }

    private boolean isAll() {
        return api.strip().equalsIgnoreCase("all");
    }

    private static String titles(List<Api> apis) {
        return apis.stream().map(Api::title).collect(Collectors.joining(", "));
    }

    private static PathOverrides overrides(Map<String, ContractReport> reports) {
        Map<String, String> all = new LinkedHashMap<>();
        reports.values().forEach(each -> all.putAll(each.overrides().asMap()));
        return PathOverrides.of(all);
    }

    /** False where the document could not be read, which has been told. */
    private boolean fromHub(Api of, Map<String, ContractReport> reports) {
        String base = url == null ? of.defaultUrl() : isAll() ? of.below(url) : url;
        if (base == null) {
            if (isAll()) {
                err.println("The " + of.title() + " is not asked: each service has an address of its own, which --api "
                        + of + " takes with --url.");
                return true;
            }
            throw new BadInputException("--api " + of + " needs the --url of a service, or a --file.");
        }
        try {
            ContractReport report = of.report(base, credential).block();
            reports.put(of.title(), Objects.requireNonNull(report));
            return true;
        } catch (HubException | IllegalArgumentException unreadable) {
            err.println("The document of the " + of.title() + " cannot be read: " + unreadable.getMessage());
            return false;
        }
    }

    private static ContractReport fromFile(List<Operation<?>> operations, Path file) {
        String text;
        try {
            if (!Files.isRegularFile(file)) {
                throw new BadInputException("There is no file " + file + ".");
            }
            if (Files.size(file) > Api.LARGEST) {
                throw new BadInputException("The file " + file + " is larger than 64 MiB, which no document is.");
            }
            text = Files.readString(file);
        } catch (MalformedInputException binary) {
            throw new BadInputException("The file " + file + " is not text.");
        } catch (IOException unreadable) {
            throw new BadInputException("The file " + file + " cannot be read: " + unreadable.getMessage() + ".");
        }
        try {
            return Contract.compare(operations, text);
        } catch (IllegalArgumentException noDocument) {
            throw new BadInputException(file + ": " + noDocument.getMessage() + ".");
        }
    }
}
