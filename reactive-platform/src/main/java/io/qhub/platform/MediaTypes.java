package io.qhub.platform;

import io.qhub.core.transfer.Uploads;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** What kind of content a file is, told by its name. */
final class MediaTypes {

    private static final Map<String, MediaType> BY_EXTENSION = Map.ofEntries(
            Map.entry("csv", MediaType.parseMediaType("text/csv")),
            Map.entry("gif", MediaType.IMAGE_GIF),
            Map.entry("gz", MediaType.parseMediaType("application/gzip")),
            Map.entry("html", MediaType.TEXT_HTML),
            Map.entry("ipynb", MediaType.parseMediaType("application/x-ipynb+json")),
            Map.entry("jpeg", MediaType.IMAGE_JPEG),
            Map.entry("jpg", MediaType.IMAGE_JPEG),
            Map.entry("json", MediaType.APPLICATION_JSON),
            Map.entry("md", MediaType.parseMediaType("text/markdown")),
            Map.entry("pdf", MediaType.APPLICATION_PDF),
            Map.entry("png", MediaType.IMAGE_PNG),
            Map.entry("py", MediaType.parseMediaType("text/x-python")),
            Map.entry("svg", MediaType.parseMediaType("image/svg+xml")),
            Map.entry("txt", MediaType.TEXT_PLAIN),
            Map.entry("webp", MediaType.parseMediaType("image/webp")),
            Map.entry("xml", MediaType.APPLICATION_XML),
            Map.entry("yaml", MediaType.APPLICATION_YAML),
            Map.entry("yml", MediaType.APPLICATION_YAML),
            Map.entry("zip", MediaType.parseMediaType("application/zip")));

    private MediaTypes() {}

    /** The source with a type: its own, else what its name says, else none. */
    static Uploads.@Nullable Source typed(Uploads.@Nullable Source source) {
        if (source == null || source.mediaType() != null || source.fileName() == null) {
            return source;
        }
        String name = source.fileName();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        MediaType type = name.indexOf('.') < 0 ? null : BY_EXTENSION.get(extension);
        return type == null ? source : source.withMediaType(type);
    }
}
