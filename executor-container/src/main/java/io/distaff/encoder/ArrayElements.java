package io.distaff.encoder;

import java.lang.reflect.Array;

/**
 * The elements of Java's arrays, those of primitive types without a box. Of bytes there are none
 * here: they are values of their own. Stateless.
 */
final class ArrayElements {
  private ArrayElements() {}

  /** An array of what a reader has. Throws SCHEMA_MISMATCH for null in one of primitives. */
  static Object read(Class<?> component, ValueReader element, int length) {
    if (component == boolean.class) {
      boolean[] array = new boolean[length];
      for (int k = 0; k < length; k++) {
        array[k] = element.booleanAt(k);
      }
      return array;
    } else if (component == short.class) {
      short[] array = new short[length];
      for (int k = 0; k < length; k++) {
        array[k] = element.shortAt(k);
      }
      return array;
    } else if (component == int.class) {
      int[] array = new int[length];
      for (int k = 0; k < length; k++) {
        array[k] = element.intAt(k);
      }
      return array;
    } else if (component == long.class) {
      long[] array = new long[length];
      for (int k = 0; k < length; k++) {
        array[k] = element.longAt(k);
      }
      return array;
    } else if (component == float.class) {
      float[] array = new float[length];
      for (int k = 0; k < length; k++) {
        array[k] = element.floatAt(k);
      }
      return array;
    } else if (component == double.class) {
      double[] array = new double[length];
      for (int k = 0; k < length; k++) {
        array[k] = element.doubleAt(k);
      }
      return array;
    }
    Object[] array = (Object[]) Array.newInstance(component, length);
    for (int k = 0; k < length; k++) {
      array[k] = element.objectAt(k);
    }
    return array;
  }

  static void write(Object array, ValueWriter element) {
    if (array instanceof boolean[] values) {
      for (boolean value : values) {
        element.add(value);
      }
    } else if (array instanceof short[] values) {
      for (short value : values) {
        element.add(value);
      }
    } else if (array instanceof int[] values) {
      for (int value : values) {
        element.add(value);
      }
    } else if (array instanceof long[] values) {
      for (long value : values) {
        element.add(value);
      }
    } else if (array instanceof float[] values) {
      for (float value : values) {
        element.add(value);
      }
    } else if (array instanceof double[] values) {
      for (double value : values) {
        element.add(value);
      }
    } else {
      for (Object value : (Object[]) array) {
        element.add(value);
      }
    }
  }
}
