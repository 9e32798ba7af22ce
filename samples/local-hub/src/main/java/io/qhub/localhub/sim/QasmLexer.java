package io.qhub.localhub.sim;

import java.util.ArrayList;
import java.util.List;

/** Cuts an OpenQASM source into tokens that know their line and column. */
final class QasmLexer {

    enum Kind {
        NAME,
        INTEGER,
        REAL,
        STRING,
        SYMBOL,
        END
    }

    record Token(Kind kind, String text, int line, int column) {

        boolean is(String symbolOrName) {
            return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbolOrName);
        }

        CircuitException error(String message) {
            return new CircuitException(line, column, message);
        }

        @Override
        public String toString() {
            return kind == Kind.END ? "the end of the program" : "'" + text + "'";
        }
    }

    private final String source;
    private int at;
    private int line = 1;
    private int lineStart;

    private QasmLexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        QasmLexer lexer = new QasmLexer(source);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Kind.END);
        return tokens;
    }

    private Token next() {
        skipBlanksAndComments();
        if (at == source.length()) {
            return token(Kind.END, at);
        }
        int start = at;
        char c = source.charAt(at);
        if (Character.isLetter(c) || c == '_') {
            while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
                at++;
            }
            return token(Kind.NAME, start);
        }
        if (digit(at) || c == '.' && digit(at + 1)) {
            return number(start);
        }
        if (c == '"') {
            at++;
            while (at < source.length() && source.charAt(at) != '"' && source.charAt(at) != '\n') {
                at++;
            }
            if (at == source.length() || source.charAt(at) != '"') {
                throw token(Kind.STRING, start).error("the string is not closed");
            }
            at++;
            return token(Kind.STRING, start);
        }
        if (source.startsWith("->", at) || source.startsWith("**", at)) {
            at += 2;
            return token(Kind.SYMBOL, start);
        }
        // A character that the subset does not know is a symbol, too: the parser says where it is out of place.
        at++;
        return token(Kind.SYMBOL, start);
    }

    private Token number(int start) {
        Kind kind = Kind.INTEGER;
        while (digit(at)) {
            at++;
        }
        if (at < source.length() && source.charAt(at) == '.') {
            kind = Kind.REAL;
            at++;
            while (digit(at)) {
                at++;
            }
        }
        if (at < source.length() && (source.charAt(at) == 'e' || source.charAt(at) == 'E')) {
            int sign = at + 1 < source.length() && "+-".indexOf(source.charAt(at + 1)) >= 0 ? 1 : 0;
            if (digit(at + 1 + sign)) {
                kind = Kind.REAL;
                at += 1 + sign;
                while (digit(at)) {
                    at++;
                }
            }
        }
        if (at < source.length() && (Character.isLetter(source.charAt(at)) || source.charAt(at) == '_')) {
            at++;
            throw token(kind, start).error("the number " + source.substring(start, at) + " is not well-formed");
        }
        return token(kind, start);
    }

    private boolean digit(int index) {
        return index < source.length() && source.charAt(index) >= '0' && source.charAt(index) <= '9';
    }

    private void skipBlanksAndComments() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\n') {
                at++;
                line++;
                lineStart = at;
            } else if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else if (source.startsWith("//", at)) {
                while (at < source.length() && source.charAt(at) != '\n') {
                    at++;
                }
            } else if (source.startsWith("/*", at)) {
                Token open = new Token(Kind.SYMBOL, "/*", line, at - lineStart + 1);
                int end = source.indexOf("*/", at + 2);
                if (end < 0) {
                    throw open.error("the comment is not closed");
                }
                for (; at < end + 2; at++) {
                    if (source.charAt(at) == '\n') {
                        line++;
                        lineStart = at + 1;
                    }
                }
            } else {
                return;
            }
        }
    }

    private Token token(Kind kind, int start) {
        return new Token(kind, source.substring(start, at), line, start - lineStart + 1);
    }
}
