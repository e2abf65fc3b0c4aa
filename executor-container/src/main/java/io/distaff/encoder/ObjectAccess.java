package io.distaff.encoder;

/** How objects of several columns are made of the values of readers, and given to writers. */
interface ObjectAccess {
  /**
   * An object of the values that the readers have at a place. Throws USER_FUNCTION_FAILED with what
   * the class's own code threw.
   */
  Object make(ValueReader[] readers, int i);

  /**
   * Gives each part to its writer. Throws ClassCastException for an object of another class, and
   * IllegalArgumentException for one of other parts.
   */
  void take(Object object, ValueWriter[] writers);
}
