package io.qhub.platform;

import io.qhub.core.error.NotFoundException;
import io.qhub.core.internal.file.LocalDirectory;
import io.qhub.core.internal.file.LocalDirectory.Entry;
import io.qhub.core.internal.file.SyncManifest;
import io.qhub.core.internal.file.SyncManifest.Line;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.datapools.DataPoolFileDto;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One way of a directory into a data pool. */
final class DirectorySync {

    private final DataPoolsClient pools;
    private final String poolId;
    private final LocalDirectory directory;
    private final Path manifestFile;
    private final SyncOptions options;

    DirectorySync(DataPoolsClient pools, String poolId, Path directory, SyncOptions options) {
        this.pools = pools;
        this.poolId = Objects.requireNonNull(poolId, "poolId");
        this.directory = LocalDirectory.of(directory);
        this.options = Objects.requireNonNull(options, "options");
        this.manifestFile = options.manifest() != null ? options.manifest() : beside(directory);
    }

    private static Path beside(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        Path name = absolute.getFileName();
        if (name == null) {
            throw new IllegalArgumentException("directory: beside " + directory
                    + " there is no place for the manifest; name one with withManifest");
        }
        return absolute.resolveSibling("." + name + ".qhub-sync.jsonl");
    }

    Mono<SyncReport> run() {
        return Mono.zip(
                        SyncManifest.read(manifestFile, Schedulers.boundedElastic()),
                        directory.files(),
                        pools.getDataPoolFiles(poolId).collectList())
                .flatMap(start -> new Run(start.getT1(), start.getT2(), start.getT3()).work());
    }

    /** Of one subscription. */
    private final class Run {

        private final SyncManifest manifest;
        private final List<Entry> local;
        private final Map<String, List<DataPoolFileDto>> remote;
        private final ConcurrentSkipListSet<String> uploaded = new ConcurrentSkipListSet<>();
        private final ConcurrentSkipListSet<String> unchanged = new ConcurrentSkipListSet<>();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicLong sent = new AtomicLong();

        private Run(SyncManifest manifest, List<Entry> local, List<DataPoolFileDto> remote) {
            this.manifest = manifest;
            this.local = local.stream()
                    .filter(file -> options.included().test(file.name()))
                    .toList();
            this.remote = remote.stream()
                    .filter(file -> file.id() != null && file.name() != null)
                    .collect(Collectors.groupingBy(
                            file -> Objects.requireNonNull(file.name()), TreeMap::new, Collectors.toList()));
        }

        private Mono<SyncReport> work() {
            List<String> missing = options.deletesMissing() ? onlyThere() : List.of();
            return Flux.fromIterable(local)
                    .flatMap(this::bring, options.concurrency())
                    .thenMany(Flux.fromIterable(missing))
                    .concatMap(name -> delete(remote.getOrDefault(name, List.of()))
                            .then(Mono.fromRunnable(() -> manifest.forget(poolId, name))))
                    .then(Mono.defer(manifest::tidy))
                    .then(Mono.fromSupplier(
                            () -> new SyncReport(List.copyOf(uploaded), List.copyOf(unchanged), missing)));
        }

        private List<String> onlyThere() {
            Set<String> here = local.stream().map(Entry::name).collect(Collectors.toSet());
            return remote.keySet().stream()
                    .filter(name -> !here.contains(name) && options.included().test(name))
                    .toList();
        }

        private Mono<Void> bring(Entry file) {
            List<DataPoolFileDto> there = remote.getOrDefault(file.name(), List.of());
            Line line = manifest.find(poolId, file.name());
            return directory
                    .sha256(file)
                    .flatMap(sha256 -> {
                        if (line != null && isThere(file, sha256, line, there)) {
                            unchanged.add(file.name());
                            // Copies that an interrupted run has left behind.
                            return delete(there.stream()
                                    .filter(copy -> !line.id().equals(copy.id()))
                                    .toList());
                        }
                        return upload(file, sha256, there);
                    })
                    .then(Mono.fromRunnable(() -> {
                        done.incrementAndGet();
                        progress();
                    }));
        }

        private boolean isThere(Entry file, String sha256, Line line, List<DataPoolFileDto> there) {
            return line.size() == file.size()
                    && line.sha256().equals(sha256)
                    && there.stream()
                            .anyMatch(copy ->
                                    line.id().equals(copy.id()) && (copy.size() == null || copy.size() == file.size()));
        }

        // The new file is there before the old one goes.
        private Mono<Void> upload(Entry file, String sha256, List<DataPoolFileDto> replaced) {
            AtomicLong ofThis = new AtomicLong();
            Uploads.Source content = directory.source(file).withProgress(progress -> {
                sent.addAndGet(progress.bytes() - ofThis.getAndSet(progress.bytes()));
                progress();
            });
            return pools.addDataPoolFile(poolId, content)
                    .flatMap(added -> manifest.add(
                            new Line(poolId, file.name(), file.size(), sha256, Objects.requireNonNull(added.id()))))
                    .then(Mono.fromRunnable(() -> uploaded.add(file.name())))
                    .then(Mono.defer(() -> delete(replaced)));
        }

        private Mono<Void> delete(List<DataPoolFileDto> files) {
            return Flux.fromIterable(files)
                    .concatMap(file -> pools.deleteDataPoolFile(poolId, Objects.requireNonNull(file.id()))
                            // Gone already is what was wanted.
                            .onErrorResume(NotFoundException.class, gone -> Mono.empty()))
                    .then();
        }

        private void progress() {
            options.onProgress().accept(new SyncProgress(done.get(), local.size(), sent.get()));
        }
    }
}
