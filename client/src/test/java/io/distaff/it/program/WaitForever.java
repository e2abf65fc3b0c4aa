package io.distaff.it.program;

import java.util.concurrent.CountDownLatch;

/** Says that it is there, and doesn't end by itself. */
public final class WaitForever {
  private WaitForever() {}

  public static void main(String[] args) throws InterruptedException {
    System.out.println("waiting");
    new CountDownLatch(1).await();
  }
}
