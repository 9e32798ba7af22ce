package io.qhub.platform;

import io.qhub.platform.Contract.Row;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** The client classes behind the two facades. */
final class Clients {

    private Clients() {}

    /** The class whose methods are the operations of the row's namespace. */
    static Class<?> of(Row row) {
        return accessor(row).getReturnType();
    }

    /** The namespace's client of a facade. */
    static Object of(Row row, HubPlatformClient platform, HubUserClient user) {
        try {
            return accessor(row).invoke(row.api().equals("platform") ? platform : user);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(row.operation(), e);
        }
    }

    private static Method accessor(Row row) {
        Class<?> facade = row.api().equals("platform") ? HubPlatformClient.class : HubUserClient.class;
        try {
            return facade.getMethod(Contract.camel(row.namespace()));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(facade.getSimpleName() + " has no accessor for " + row.namespace(), e);
        }
    }

    static List<Class<?>> all() {
        List<Class<?>> all = new ArrayList<>();
        Contract.rows().stream().map(Clients::of).distinct().forEach(all::add);
        return all;
    }
}
