package io.qhub.core.internal.file;

import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import java.nio.file.Path;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Downloads whose pauses take no time. */
final class Downloading {

    private Downloading() {}

    static Mono<DownloadedFile> toFile(DownloadSource source, Path target, DownloadOptions options) {
        return toFile(source, target, options, PartFile.Opener.NEW_FILE);
    }

    static Mono<DownloadedFile> toFile(
            DownloadSource source, Path target, DownloadOptions options, PartFile.Opener opener) {
        return FileDownload.toFile(source, target, options, new Immediately(), () -> 0.5, opener);
    }

    static Mono<DownloadedFile> toFile(DownloadSource source, Path target, DownloadOptions options, Scheduler timer) {
        return FileDownload.toFile(source, target, options, timer, () -> 0, PartFile.Opener.NEW_FILE);
    }
}
