package io.qhub.platform;

import io.qhub.core.error.HubException;
import io.qhub.platform.model.managedservices.BuildJobDto;
import java.util.List;

/** The build of a managed service ended otherwise than SUCCESS. */
public final class BuildFailedException extends HubException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 5;

    private final transient BuildJobDto build;
    private final transient List<String> logLines;

    BuildFailedException(String versionId, BuildJobDto build, List<String> logLines) {
        super(sentence(versionId, build, logLines), null, null);
        this.build = build;
        this.logLines = logLines;
        about(versionId, build);
    }

    private static String sentence(String versionId, BuildJobDto build, List<String> logLines) {
        StringBuilder text = new StringBuilder("The build of version ")
                .append(versionId)
                .append(" ended as ")
                .append(build.status());
        if (build.step() != null) {
            text.append(" in step ").append(build.step());
        }
        if (build.validationResult() != null && build.validationResult().summary() != null) {
            text.append(": ").append(build.validationResult().summary());
        }
        List<String> tail = logLines.subList(Math.max(0, logLines.size() - SHOWN), logLines.size());
        if (!tail.isEmpty()) {
            text.append(". The log ends with: ").append(String.join(" | ", tail));
        }
        return text.toString();
    }

    /** Where the build stood at its end. */
    public BuildJobDto build() {
        return build;
    }

    /** The last lines of the build's log, oldest first, 100 at most; empty where it could not be read. */
    public List<String> logLines() {
        return logLines;
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
