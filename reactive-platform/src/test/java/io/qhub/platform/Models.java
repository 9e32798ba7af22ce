package io.qhub.platform;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The types of the model by their simple names. */
public final class Models {

    private static final Map<String, Class<?>> BY_NAME = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.qhub.platform.model").stream()
                    .filter(type -> !type.isNestedClass()
                            && !type.getSimpleName().equals("package-info")
                            && !type.getPackageName().endsWith(".internal"))
                    .collect(Collectors.toMap(JavaClass::getSimpleName, JavaClass::reflect));

    private Models() {}

    /** The type that stands for a schema. */
    public static Class<?> of(String schema) {
        String name = schema.equals("UpdateResourceConfigurationRequest") ? "ResourceConfiguration" : schema;
        return Objects.requireNonNull(BY_NAME.get(name), schema);
    }

    public static Map<String, Class<?>> all() {
        return BY_NAME;
    }
}
