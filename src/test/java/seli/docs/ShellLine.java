package seli.docs;

import java.util.ArrayList;
import java.util.List;

/** Splits a line of shell into the words of its simple commands, as far as documentation needs it. */
final class ShellLine {
    private final String text;
    private final List<List<String>> commands = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int next;

    private ShellLine(String text) {
        this.text = text;
    }

    /**
     * The simple commands between {@code | & ; < >}, without redirections, assignments before them, and comments.
     * Quotes and backslashes are taken away; nothing is expanded.
     */
    static List<List<String>> commands(String line) {
        ShellLine shell = new ShellLine(line);
        shell.split();
        shell.commands.forEach(ShellLine::dropAssignments);
        shell.commands.removeIf(List::isEmpty);
        return shell.commands;
    }

    private static void dropAssignments(List<String> words) {
        while (!words.isEmpty() && (words.get(0).matches("[A-Za-z_]\\w*=.*|do|then|time|\\$"))) {
            words.remove(0);
        }
    }

    private void split() {
        commands.add(new ArrayList<>());
        while (next < text.length()) {
            char character = text.charAt(next++);
            switch (character) {
                case '\'', '"' -> quoted(character);
                case '\\' -> keep(next < text.length() ? text.charAt(next++) : ' ');
                case ' ', '\t' -> endWord();
                case '|', '&', ';', '<', '>' -> endCommand();
                case '#' -> hash();
                default -> keep(character);
            }
        }
        endWord();
    }

    private void quoted(char quote) {
        inWord = true;
        while (next < text.length() && text.charAt(next) != quote) {
            keep(text.charAt(next++));
        }
        next++;
    }

    private void hash() {
        if (inWord) {
            keep('#');
        } else {
            next = text.length();
        }
    }

    private void keep(char character) {
        word.append(character);
        inWord = true;
    }

    private void endWord() {
        if (inWord) {
            commands.get(commands.size() - 1).add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }

    private void endCommand() {
        endWord();
        commands.add(new ArrayList<>());
    }
}
