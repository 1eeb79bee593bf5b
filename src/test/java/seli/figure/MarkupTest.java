package seli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void whatMeansSomethingInMarkupIsWrittenAsReferences() {
        assertEquals(
                "&lt;script&gt;alert(&#39;&amp;amp;&#39;, &quot;x&quot;)&lt;/script&gt;",
                Markup.escape("<script>alert('&amp;', \"x\")</script>"));
    }

    @Test
    void whatNoXmlFileMayHoldIsReplaced() {
        assertEquals("a\uFFFDb\uFFFD\uFFFDc", Markup.escape("a\u0000b\u001B\u0085c"));
        assertEquals("\uFFFDx\uFFFD", Markup.escape("\uD800x\uDC00"));
        assertEquals("\uFFFD\uFFFD", Markup.escape("\uFFFE\uFFFF"));
    }

    @Test
    void whatTurnsTheTextAroundItIsReplaced() {
        assertEquals("\uFFFDgnp.exe\uFFFD", Markup.escape("\u202Egnp.exe\u2069"));
    }

    @Test
    void otherWordsOfAllLanguagesStay() {
        assertEquals("Käfer\t甲虫\n\uD83D\uDC1E", Markup.escape("Käfer\t甲虫\n\uD83D\uDC1E"));
    }
}
