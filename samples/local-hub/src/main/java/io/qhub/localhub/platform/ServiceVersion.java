package io.qhub.localhub.platform;

import io.qhub.localhub.gateway.DeployedServices.Deployment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a version of a service has beside its document. */
final class ServiceVersion implements Platform.HasFiles {

    final Deployment deployment;

    @Nullable
    Build build;

    @Nullable
    StoredFile sourceCode;

    @Nullable
    StoredFile apiDefinition;

    @Nullable
    String workflowModel;
    /** A publication, or the end of one, is under way. */
    volatile boolean publishing;

    ServiceVersion(Deployment deployment) {
        this.deployment = deployment;
    }

    static ServiceVersion of(Resource version) {
        if (version.attachment instanceof ServiceVersion found) {
            return found;
        }
        throw new IllegalStateException(version.id + " is no version of a service");
    }

    @Override
    public Collection<StoredFile> files() {
        List<StoredFile> files = new ArrayList<>();
        if (sourceCode != null) {
            files.add(sourceCode);
        }
        if (apiDefinition != null) {
            files.add(apiDefinition);
        }
        return files;
    }
}
