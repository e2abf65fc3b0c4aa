package io.distaff.operator.generate;

import io.trino.tpch.Distribution;
import io.trino.tpch.Distributions;
import io.trino.tpch.RandomInt;
import io.trino.tpch.TextPool;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The pool of text that comments are cut from (TPC-H specification 4.2.2.10), in a sixth of the
 * memory. The library keeps its 300 MiB as characters; but they are about 230 words over and over,
 * so here a word is one byte:
 *
 * <pre>
 * tokens      a word and the space after it; or punctuation, which takes the place of the space
 *             before it, and the space after it
 * blocks      whole sentences of at least {@value #BLOCK_CHARACTERS} characters: where a block begins in the
 *             text, and in the tokens
 * </pre>
 *
 * <p>A piece of text is found by binary search among blocks, and written out from the start of its
 * block. The sentences and their order are the library's, made by the same grammar from the same
 * random numbers. Immutable.
 */
final class TpchText extends TextPool {
  private static final int FULL_SIZE = 300 << 20;
  private static final int BLOCK_CHARACTERS = 256;
  private static final int MOST_TOKENS = 256;
  private static final long SEED = 933588178L;

  private final int size;
  private final byte[][] words = new byte[MOST_TOKENS][];
  private final boolean[] isPunctuation = new boolean[MOST_TOKENS];
  private byte[] tokens;
  private int tokenCount;
  private int length;
  private int[] blockStarts;
  private int[] blockTokens;
  private int blockCount;
  private int longestWord;

  /** The pool of the benchmark: about 55 MiB, made when it is first asked for, one per JVM. */
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
    this.tokens = new byte[size / 6];
    this.blockStarts = new int[size / BLOCK_CHARACTERS];
    this.blockTokens = new int[size / BLOCK_CHARACTERS];
    new Writer().write();
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
    byte[] text = new byte[end - start + 2 + longestWord];
    int position = 0;
    // One character further, because punctuation may replace the last one.
    for (int i = blockTokens[block]; i < tokenCount && position <= end - start; i++) {
      int token = Byte.toUnsignedInt(tokens[i]);
      byte[] word = words[token];
      if (isPunctuation[token]) {
        position--;
      }
      System.arraycopy(word, 0, text, position, word.length);
      position += word.length;
    }
    return new String(text, begin - start, end - begin, StandardCharsets.ISO_8859_1);
  }

  /** Makes sentences until there is enough text. */
  private final class Writer {
    private final Distributions grammar = Distributions.getDefaultDistributions();
    private final RandomInt random = new RandomInt(SEED, Integer.MAX_VALUE);
    private final Map<String, Integer> known = new HashMap<>();

    void write() {
      int nextBlock = 0;
      while (length < size) {
        if (length >= nextBlock) {
          blockStarts[blockCount] = length;
          blockTokens[blockCount] = tokenCount;
          blockCount++;
          nextBlock = length + BLOCK_CHARACTERS;
        }
        sentence();
      }
    }

    private void sentence() {
      String syntax = pick(grammar.getGrammars());
      for (int i = 0; i < syntax.length(); i += 2) {
        switch (syntax.charAt(i)) {
          case 'V' -> verbPhrase();
          case 'N' -> nounPhrase();
          case 'P' -> {
            word(pick(grammar.getPrepositions()));
            word("the");
            nounPhrase();
          }
          case 'T' -> punctuation(pick(grammar.getTerminators()));
          default -> throw unknown(syntax);
        }
      }
    }

    private void verbPhrase() {
      String syntax = pick(grammar.getVerbPhrase());
      for (int i = 0; i < syntax.length(); i += 2) {
        word(
            pick(
                switch (syntax.charAt(i)) {
                  case 'D' -> grammar.getAdverbs();
                  case 'V' -> grammar.getVerbs();
                  case 'X' -> grammar.getAuxiliaries();
                  default -> throw unknown(syntax);
                }));
      }
    }

    private void nounPhrase() {
      String syntax = pick(grammar.getNounPhrase());
      for (int i = 0; i < syntax.length(); i++) {
        switch (syntax.charAt(i)) {
          case 'A' -> word(pick(grammar.getArticles()));
          case 'J' -> word(pick(grammar.getAdjectives()));
          case 'D' -> word(pick(grammar.getAdverbs()));
          case 'N' -> word(pick(grammar.getNouns()));
          case ',' -> punctuation(",");
          case ' ' -> {
            // Between the letters.
          }
          default -> throw unknown(syntax);
        }
      }
    }

    private String pick(Distribution distribution) {
      return distribution.randomValue(random);
    }

    private void word(String word) {
      append(word, false);
    }

    private void punctuation(String mark) {
      append(mark, true);
      length--;
    }

    private void append(String text, boolean replacesSpace) {
      Integer token = known.get(text);
      if (token == null) {
        token = known.size();
        known.put(text, token);
        words[token] = (text + " ").getBytes(StandardCharsets.ISO_8859_1);
        isPunctuation[token] = replacesSpace;
        longestWord = Math.max(longestWord, words[token].length);
      }
      if (tokenCount == tokens.length) {
        tokens = Arrays.copyOf(tokens, tokenCount + tokenCount / 8 + 1024);
      }
      tokens[tokenCount++] = (byte) token.intValue();
      length += text.length() + 1;
    }

    private IllegalStateException unknown(String syntax) {
      return new IllegalStateException("not in the grammar of TPC-H text: " + syntax);
    }
  }
}
