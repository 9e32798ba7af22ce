package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qhub.platform.model.internal.Values;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A term of one of the catalogue's taxonomies, with the narrower terms.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param uuid the id of the term
 * @param label the term itself
 * @param children the narrower terms; never null
 */
public record TaxonomyElement(
        @Nullable String uuid,
        @Nullable String label,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaxonomyElement> children) {

    public TaxonomyElement {
        children = Values.list(children);
    }

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts a {@link TaxonomyElement} together. */
    public static final class Builder {

        private @Nullable String uuid;
        private @Nullable String label;
        private List<TaxonomyElement> children = List.of();

        private Builder() {}

        /** The id of the term. */
        public Builder uuid(String uuid) {
            this.uuid = Objects.requireNonNull(uuid, "uuid");
            return this;
        }

        /** The term itself. */
        public Builder label(String label) {
            this.label = Objects.requireNonNull(label, "label");
            return this;
        }

        /** The narrower terms, in place of those set before. */
        public Builder children(List<TaxonomyElement> children) {
            this.children = List.copyOf(children);
            return this;
        }

        /** What has been put together. */
        public TaxonomyElement build() {
            return new TaxonomyElement(uuid, label, children);
        }
    }
}
