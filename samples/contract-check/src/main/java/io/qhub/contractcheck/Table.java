package io.qhub.contractcheck;

import io.qhub.core.contract.ContractReport;
import io.qhub.core.contract.ContractReport.Difference;
import io.qhub.core.contract.ContractReport.Endpoint;
import io.qhub.core.contract.ContractReport.Finding;
import io.qhub.core.contract.ContractReport.State;
import io.qhub.core.http.Operation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as text: one line for each operation, what differs below it. */
final class Table {

    private static final List<String> HEAD = List.of("STATE", "EVIDENCE", "OPERATION", "REQUEST", "IN THE DOCUMENT");

    private Table() {}

    static void print(PrintWriter out, String title, ContractReport report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        report.findings().forEach(each -> rows.add(row(each)));
        report.added().forEach(each -> rows.add(List.of("NEW", "", name(each), "", request(each))));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length - 1; i++) {
                widths[i] = Math.max(widths[i], Math.min(60, row.get(i).length()));
            }
        }
        out.println(title);
        for (int i = 0; i < rows.size(); i++) {
            out.println(line(rows.get(i), widths));
            if (i > 0 && i <= report.findings().size()) {
                below(report.findings().get(i - 1)).forEach(text -> out.println("          " + text));
            }
        }
        report.remarks().forEach(remark -> out.println(remark + "."));
        out.println(title + ": " + summary(report));
    }

    private static List<String> row(Finding finding) {
        Operation<?> operation = finding.operation();
        Endpoint endpoint = finding.endpoint();
        String there = endpoint == null || finding.state() == State.FOUND ? "" : request(endpoint);
        return List.of(
                finding.state().name(),
                operation.evidence().name().toLowerCase(Locale.ROOT),
                operation.name(),
                operation.method() + " " + operation.path(),
                there);
    }

    private static List<String> below(Finding finding) {
        List<String> lines = new ArrayList<>();
        if (finding.remark() != null) {
            lines.add(finding.remark());
        }
        for (Difference difference : finding.differences()) {
            lines.add(difference.toString());
        }
        return lines;
    }

    private static String request(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.path();
    }

    private static String name(Endpoint endpoint) {
        String id = endpoint.operationId() == null ? "(without operationId)" : endpoint.operationId();
        return endpoint.tags().isEmpty() ? id : endpoint.tags().get(0) + ": " + id;
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            line.append(cell).append(" ".repeat(Math.max(0, widths[i] - cell.length()) + 2));
        }
        return line.toString().stripTrailing();
    }

    static String summary(ContractReport report) {
        long differences = report.findings().stream()
                .mapToLong(each -> each.differences().size())
                .sum();
        return "%d operations: %d found, %d moved, %d changed, %d missing; %d new in the document; %d differing parameters and members"
                .formatted(
                        report.findings().size(),
                        report.found().size(),
                        report.moved().size(),
                        report.changed().size(),
                        report.missing().size(),
                        report.added().size(),
                        differences);
    }
}
