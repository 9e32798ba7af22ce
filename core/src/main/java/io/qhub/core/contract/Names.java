package io.qhub.core.contract;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings names that generators spell differently into one form. */
final class Names {

    private static final Pattern SUFFIX = Pattern.compile("_\\d{1,3}$");
    private static final Pattern WORDS =
            Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}/]*)}");
    private static final int LONGEST = 200;

    private Names() {}

    /** Without the number that a generator has put after an underscore, without separators, in small letters. */
    static String operation(String operationId) {
        return plain(SUFFIX.matcher(operationId).replaceFirst(""));
    }

    /** Whether a generator has put a number after the name, because it has met it before. */
    static boolean hasSuffix(String operationId) {
        return SUFFIX.matcher(operationId).find();
    }

    /** Without "controller" at the end, each word in the singular, without separators, in small letters. */
    static String tag(String tag) {
        StringBuilder name = new StringBuilder();
        String[] words = WORDS.split(tag.strip());
        for (int i = 0; i < words.length; i++) {
            String word = words[i].toLowerCase(Locale.ROOT);
            if (i == 0 || i < words.length - 1 || !word.equals("controller")) {
                name.append(singular(word));
            }
        }
        return name.toString();
    }

    private static String singular(String word) {
        if (word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        return word.endsWith("s") && !word.endsWith("ss") ? word.substring(0, word.length() - 1) : word;
    }

    /** Without separators, in small letters. */
    static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /** The path with its variables' names left out. */
    static String shape(String path) {
        return VARIABLE.matcher(path).replaceAll("{}");
    }

    /** The names of the path's variables, in order. */
    static List<String> variables(String path) {
        return VARIABLE.matcher(path).results().map(found -> found.group(1)).toList();
    }

    /** For each variable, the segment before it that is not a variable. */
    static List<String> owners(String path) {
        return VARIABLE.matcher(path)
                .results()
                .map(found -> owner(path.substring(0, path.lastIndexOf('/', found.start()) + 1)))
                .toList();
    }

    private static String owner(String before) {
        String[] segments = before.split("/");
        return segments.length == 0 ? "" : plain(segments[segments.length - 1]);
    }

    /** The path with its variables named as in the list. */
    static String renamed(String path, List<String> names) {
        StringBuilder renamed = new StringBuilder();
        Matcher variable = VARIABLE.matcher(path);
        for (String name : names) {
            variable.find();
            variable.appendReplacement(renamed, Matcher.quoteReplacement("{" + name + "}"));
        }
        return variable.appendTail(renamed).toString();
    }

    /** A text of the document's that can be shown to people: of one line, not too long, without control characters. */
    static String shown(String text) {
        String plain = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]", "?");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
    }
}
