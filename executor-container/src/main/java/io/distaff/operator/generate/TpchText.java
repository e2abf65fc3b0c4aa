package io.distaff.operator.generate;

import io.trino.tpch.Distribution;
import io.trino.tpch.Distributions;
import io.trino.tpch.TextPool;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The pool of text that comments are cut from (TPC-H specification 4.2.2.10), without the text. The
 * library keeps its 300 MiB; but they are sentences that a grammar makes of random numbers, so here
 * a sentence is made again whenever a piece of it is wanted. What is kept is where to begin:
 *
 * <pre>
 * blocks      whole sentences of at least {@value #BLOCK_CHARACTERS} characters: where a block begins in the
 *             text, and the state of the random numbers there
 * </pre>
 *
 * <p>A piece of text is found by binary search among blocks, and written out from the start of its
 * block. The grammar and the random numbers are the library's. Immutable.
 */
final class TpchText extends TextPool {
  private static final int FULL_SIZE = 300 << 20;
  private static final int BLOCK_CHARACTERS = 256;
  private static final int SENTENCE_CHARACTERS = 256;
  private static final long SEED = 933588178L;

  private final Grammar grammar = new Grammar(Distributions.getDefaultDistributions());
  private final int size;
  private final int[] blockStarts;
  private final int[] blockSeeds;
  private final int blockCount;

  /** The pool of the benchmark: 10 MiB, made when it is first asked for, one per JVM. */
  private static final class Full {
    static final TpchText POOL = new TpchText(FULL_SIZE);
  }

  static TextPool full() {
    return Full.POOL;
  }

  /**
   * Empty text, for rows whose comments nobody reads; their other columns are the same as with the
   * full pool.
   */
  static TextPool none() {
    return new TextPool(1, Distributions.getDefaultDistributions()) {
      @Override
      public int size() {
        return FULL_SIZE;
      }

      @Override
      public String getText(int begin, int end) {
        return "";
      }
    };
  }

  TpchText(int size) {
    super(1, Distributions.getDefaultDistributions());
    this.size = size;
    this.blockStarts = new int[size / BLOCK_CHARACTERS + 1];
    this.blockSeeds = new int[blockStarts.length];
    Writer writer = new Writer(grammar, SEED, SENTENCE_CHARACTERS);
    int blocks = 0;
    int nextBlock = 0;
    for (int start = 0; start < size; start += writer.length) {
      if (start >= nextBlock) {
        blockStarts[blocks] = start;
        blockSeeds[blocks] = (int) writer.seed;
        blocks++;
        nextBlock = start + BLOCK_CHARACTERS;
      }
      writer.length = 0;
      writer.sentence();
    }
    this.blockCount = blocks;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String getText(int begin, int end) {
    if (begin < 0 || begin > end || end > size) {
      throw new IndexOutOfBoundsException(begin + " to " + end + " of " + size + " characters");
    }
    int found = Arrays.binarySearch(blockStarts, 0, blockCount, begin);
    int block = found >= 0 ? found : -found - 2;
    int start = blockStarts[block];
    Writer writer = new Writer(grammar, blockSeeds[block], end - start + SENTENCE_CHARACTERS);
    while (writer.length < end - start) {
      writer.sentence();
    }
    return new String(writer.text, begin - start, end - begin, StandardCharsets.ISO_8859_1);
  }

  /** What sentences are made of: every distribution as a list to draw from. */
  private static final class Grammar {
    final byte[][] sentences;
    final byte[][] verbPhrases;
    final byte[][] nounPhrases;
    final byte[][] prepositions;
    final byte[][] terminators;
    final byte[][] adverbs;
    final byte[][] verbs;
    final byte[][] auxiliaries;
    final byte[][] articles;
    final byte[][] adjectives;
    final byte[][] nouns;
    final byte[] the = bytes("the ");
    final byte[] comma = bytes(", ");

    Grammar(Distributions library) {
      sentences = draws(library.getGrammars(), "");
      verbPhrases = draws(library.getVerbPhrase(), "");
      nounPhrases = draws(library.getNounPhrase(), "");
      prepositions = draws(library.getPrepositions(), " ");
      terminators = draws(library.getTerminators(), " ");
      adverbs = draws(library.getAdverbs(), " ");
      verbs = draws(library.getVerbs(), " ");
      auxiliaries = draws(library.getAuxiliaries(), " ");
      articles = draws(library.getArticles(), " ");
      adjectives = draws(library.getAdjectives(), " ");
      nouns = draws(library.getNouns(), " ");
    }

    /** Each value as often as it weighs; the library's weights are running sums. */
    private static byte[][] draws(Distribution distribution, String ending) {
      int last = distribution.size() - 1;
      byte[][] draws = new byte[distribution.getWeight(last)][];
      int from = 0;
      for (int i = 0; i <= last; i++) {
        Arrays.fill(
            draws, from, distribution.getWeight(i), bytes(distribution.getValue(i) + ending));
        from = distribution.getWeight(i);
      }
      return draws;
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** Makes sentences, one after the other. A word brings the space after it. */
  private static final class Writer {
    private static final long MULTIPLIER = 16807;
    private static final long MODULUS = 2147483647;

    private final Grammar grammar;
    private long seed;
    private byte[] text;
    private int length;

    Writer(Grammar grammar, long seed, int capacity) {
      this.grammar = grammar;
      this.seed = seed;
      this.text = new byte[capacity];
    }

    void sentence() {
      byte[] syntax = pick(grammar.sentences);
      for (int i = 0; i < syntax.length; i += 2) {
        switch (syntax[i]) {
          case 'V' -> verbPhrase();
          case 'N' -> nounPhrase();
          case 'P' -> {
            word(pick(grammar.prepositions));
            word(grammar.the);
            nounPhrase();
          }
          case 'T' -> punctuation(pick(grammar.terminators));
          default -> throw unknown(syntax);
        }
      }
    }

    private void verbPhrase() {
      byte[] syntax = pick(grammar.verbPhrases);
      for (int i = 0; i < syntax.length; i += 2) {
        switch (syntax[i]) {
          case 'D' -> word(pick(grammar.adverbs));
          case 'V' -> word(pick(grammar.verbs));
          case 'X' -> word(pick(grammar.auxiliaries));
          default -> throw unknown(syntax);
        }
      }
    }

    private void nounPhrase() {
      byte[] syntax = pick(grammar.nounPhrases);
      for (byte part : syntax) {
        switch (part) {
          case 'A' -> word(pick(grammar.articles));
          case 'J' -> word(pick(grammar.adjectives));
          case 'D' -> word(pick(grammar.adverbs));
          case 'N' -> word(pick(grammar.nouns));
          case ',' -> punctuation(grammar.comma);
          case ' ' -> {
            // Between the letters.
          }
          default -> throw unknown(syntax);
        }
      }
    }

    /** As the library's generator of random numbers. */
    private byte[] pick(byte[][] draws) {
      seed = seed * MULTIPLIER % MODULUS;
      return draws[(int) ((double) seed / MODULUS * draws.length)];
    }

    private void word(byte[] word) {
      if (length + word.length > text.length) {
        text = Arrays.copyOf(text, length + word.length + SENTENCE_CHARACTERS);
      }
      System.arraycopy(word, 0, text, length, word.length);
      length += word.length;
    }

    /** Takes the place of the space before it. */
    private void punctuation(byte[] mark) {
      length--;
      word(mark);
    }

    private static IllegalStateException unknown(byte[] syntax) {
      return new IllegalStateException(
          "not in the grammar of TPC-H text: " + new String(syntax, StandardCharsets.ISO_8859_1));
    }
  }
}
