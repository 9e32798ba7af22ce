package io.qhub.platform.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.json.HubJson;
import io.qhub.platform.Contract;
import io.qhub.platform.Models;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Every builder and factory: what is put in comes out, under the same name, and nothing else. */
class BuildersTest {

    static List<Class<?>> built() {
        return Models.all().values().stream()
                .filter(type -> Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getName().equals("builder")))
                .<Class<?>>map(type -> type)
                .toList();
    }

    static List<Class<?>> made() {
        return Models.all().values().stream()
                .filter(type -> type.isRecord()
                        && !io.qhub.core.json.OpenEnum.class.isAssignableFrom(type)
                        && !ResourceConfiguration.class.isAssignableFrom(type))
                .filter(type -> Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getName().equals("of")))
                .<Class<?>>map(type -> type)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("built")
    void whatIsPutInComesOut(Class<?> type) throws Exception {
        Object sample = sample(type);
        Object builder = invoke(method(type, "builder"), null, sample);
        for (Method setter : builder.getClass().getMethods()) {
            if (setter.getReturnType() == builder.getClass()) {
                if (value(sample, setter.getName()) != null) {
                    setter.invoke(builder, value(sample, setter.getName()));
                }
            }
        }
        assertThat(builder.getClass().getMethod("build").invoke(builder)).isEqualTo(sample);
    }

    @ParameterizedTest
    @MethodSource("built")
    void aBuilderThatBeginsWithAValueGivesIt(Class<?> type) throws Exception {
        Object sample = sample(type);
        for (Method method : type.getMethods()) {
            if (method.getName().equals("toBuilder")) {
                Object builder = method.invoke(sample);
                assertThat(builder.getClass().getMethod("build").invoke(builder))
                        .isEqualTo(sample);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("made")
    void whatIsMadeHasItsParts(Class<?> type) throws Exception {
        Object sample = sample(type);
        assertThat(invoke(method(type, "of"), null, sample)).isEqualTo(sample);
    }

    @Test
    void listsOfAnUpdateAreLeftOutUnlessSetAndSentWhenEmpty() {
        assertThat(json(io.qhub.platform.model.algorithms.UpdateAlgorithmRequest.builder("n", ComputationModel.QUANTUM)
                        .problemTypeUuids(List.of())
                        .build()))
                .isEqualTo("{\"name\":\"n\",\"computationModel\":\"QUANTUM\",\"problemTypeUuids\":[]}");
        assertThat(json(io.qhub.platform.model.serviceshares.UpdateServiceShareRequest.of(List.of())))
                .isEqualTo("{\"constraints\":[]}");
        assertThat(json(RuntimeConfiguration.builder().environment(Map.of()).build()))
                .isEqualTo("{\"environment\":{}}");
        assertThat(json(AlgorithmDto.builder("n", ComputationModel.CLASSIC).build()))
                .isEqualTo("{\"name\":\"n\",\"computationModel\":\"CLASSIC\"}");
    }

    private static String json(Object request) {
        return new String(HubJson.write(request));
    }

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Object invoke(Method method, Object target, Object sample) throws ReflectiveOperationException {
        Object[] arguments = Arrays.stream(method.getParameters())
                .map(Parameter::getName)
                .map(name -> value(sample, name))
                .toArray();
        return Objects.requireNonNull(method.invoke(target, arguments));
    }

    private static Object value(Object sample, String component) {
        for (RecordComponent each : sample.getClass().getRecordComponents()) {
            if (each.getName().equals(component)) {
                try {
                    return each.getAccessor().invoke(sample);
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(component, e);
                }
            }
        }
        throw new AssertionError(sample.getClass() + " has no component " + component);
    }

    private static Object sample(Class<?> type) {
        ObjectNode full = (ObjectNode) Contract.full(type.getSimpleName());
        if (type == CreateAccessPermissionRequest.class) {
            full.remove("organizationId");
        }
        return Objects.requireNonNull(HubJson.<Object>read(HubJson.write(full), HubJson.type(type)));
    }
}
