package io.qhub.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How many top-level classes may depend on each other in a circle; nested classes count with theirs. */
final class Circles extends ArchCondition<JavaClass> {

    private final int most;
    private final Map<String, Set<String>> uses = new HashMap<>();

    Circles(int most) {
        super("be in no circle of more than " + most);
        this.most = most;
    }

    @Override
    public void init(Collection<JavaClass> all) {
        uses.clear();
        for (JavaClass type : all) {
            Set<String> used = uses.computeIfAbsent(top(type), same -> new LinkedHashSet<>());
            type.getDirectDependenciesFromSelf().forEach(to -> used.add(top(to.getTargetClass())));
        }
    }

    private static String top(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String name = top(type);
        if (!name.equals(type.getName())) {
            return;
        }
        Set<String> circle = reachable(name, uses).stream()
                .filter(other -> reachable(other, uses).contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        if (circle.size() > most) {
            events.add(SimpleConditionEvent.violated(type, name + " is in a circle of " + circle));
        }
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> uses) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(from));
        while (!open.isEmpty()) {
            for (String next : uses.getOrDefault(open.pop(), Set.of())) {
                if (uses.containsKey(next) && seen.add(next)) {
                    open.push(next);
                }
            }
        }
        return seen;
    }
}
