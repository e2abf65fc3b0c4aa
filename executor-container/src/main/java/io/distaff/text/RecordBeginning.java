package io.distaff.text;

/** Of a large record, the beginnings of its values, as far as there is room for them. */
final class RecordBeginning implements LargeRecord {
  private final RecordSieve sieve;
  private final byte[] data;
  private int length;
  private boolean isCut;

  RecordBeginning(RecordSieve sieve, int mostBytes) {
    this.sieve = sieve;
    this.data = new byte[mostBytes];
  }

  @Override
  public void begin() {
    sieve.begin();
    length = 0;
    isCut = false;
  }

  @Override
  public void add(byte[] piece, int from, int limit) {
    int sifted = sieve.sift(piece, from, limit) - from;
    int kept = Math.min(sifted, data.length - length);
    System.arraycopy(piece, from, data, length, kept);
    length += kept;
    isCut |= kept < sifted;
  }

  @Override
  public byte[] finish() {
    sieve.end();
    return data;
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public boolean isCut() {
    return isCut;
  }

  @Override
  public String largestColumn() {
    return sieve.largestColumn();
  }

  @Override
  public void release() {}

  @Override
  public void close() {}
}
