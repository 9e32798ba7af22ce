package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What a product of a pricing plan counts. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ProductType(@JsonValue String value) implements OpenEnum {

    public static final ProductType API = new ProductType("API");
    public static final ProductType CPU = new ProductType("CPU");
    public static final ProductType MEMORY = new ProductType("MEMORY");
    public static final ProductType IONQ_1_GATE_SHOT = new ProductType("IONQ_1_GATE_SHOT");
    public static final ProductType IONQ_2_GATE_SHOT = new ProductType("IONQ_2_GATE_SHOT");
    public static final ProductType AWS_SV1 = new ProductType("AWS_SV1");
    public static final ProductType AWS_DM1 = new ProductType("AWS_DM1");
    public static final ProductType AWS_TN1 = new ProductType("AWS_TN1");
    public static final ProductType AWS_QUANTUM_TASK = new ProductType("AWS_QUANTUM_TASK");
    public static final ProductType AWS_IONQ_HARMONY = new ProductType("AWS_IONQ_HARMONY");
    public static final ProductType AWS_IONQ_ARIA = new ProductType("AWS_IONQ_ARIA");
    public static final ProductType AWS_OQC_LUCY = new ProductType("AWS_OQC_LUCY");
    public static final ProductType AWS_RIGETTI_ASPENM = new ProductType("AWS_RIGETTI_ASPENM");
    public static final ProductType CUSTOM = new ProductType("CUSTOM");
    public static final ProductType GPU_NVIDIA_T4 = new ProductType("GPU_NVIDIA_T4");
    public static final ProductType GPU_NVIDIA_V100 = new ProductType("GPU_NVIDIA_V100");

    public ProductType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ProductType of(String value) {
        return new ProductType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
