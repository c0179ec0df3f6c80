package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.VisibleText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that stay inside the folder they are used in. */
final class BaseName {
    /** In bytes; leaves room for a counter and for the dot and suffix of the temporary file within the usual 255. */
    private static final int LONGEST = 230;

    /** As {@link #numbered} makes them. */
    private static final Pattern COUNTED = Pattern.compile("(.+)-([0-9]{1,8})(\\.[^.]+)");

    /**
     * The order in which names came to be that differ in nothing but their counters: {@code x.json} is before {@code x-2.json},
     * and that before {@code x-10.json}, although a point sorts after a hyphen.
     */
    static final Comparator<String> ORDER = Comparator.comparing(BaseName::uncounted)
            .thenComparing(BaseName::counter)
            .thenComparing(name -> name);

    private BaseName() {}

    /**
     * Passes a visible base name on.
     *
     * @param name what somebody asked for
     * @return the same
     * @throws StoreException if it is empty, hidden, too long or leads out of its folder
     */
    static String of(String name) throws StoreException {
        if (name.isEmpty()
                || name.charAt(0) == '.'
                || name.indexOf('/') >= 0
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || !isExpressible(name)) {
            throw new StoreException("'" + VisibleText.of(name) + "' is not a file name: give the name of one file, "
                    + "without folders, not starting with '.', at most " + LONGEST + " bytes");
        }
        if (name.getBytes(UTF_8).length > LONGEST) {
            // The name goes last: where the line is cut, the reason still stands.
            throw new StoreException(
                    "the file name is longer than " + LONGEST + " bytes; rename '" + VisibleText.of(name) + "'");
        }
        return name;
    }

    /** Under a locale without UTF-8 the platform has no form for most characters. */
    private static boolean isExpressible(String name) {
        try {
            return Path.of(name).getNameCount() == 1;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String uncounted(String name) {
        Matcher counted = COUNTED.matcher(name);
        return mayBeCounted(name) && counted.matches() ? counted.group(1) + counted.group(3) : name;
    }

    private static int counter(String name) {
        Matcher counted = COUNTED.matcher(name);
        return mayBeCounted(name) && counted.matches() ? Integer.parseInt(counted.group(2)) : 1;
    }

    /** Most are not, and a folder of thousands is sorted. */
    private static boolean mayBeCounted(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.charAt(dot - 1) >= '0' && name.charAt(dot - 1) <= '9';
    }

    /**
     * The name with a counter before its suffix, for one that is taken.
     *
     * @param name a base name
     * @param n 2, 3, …
     * @return {@code x-2.json} for {@code x.json}
     */
    static String numbered(String name, int n) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name + '-' + n : name.substring(0, dot) + '-' + n + name.substring(dot);
    }
}
