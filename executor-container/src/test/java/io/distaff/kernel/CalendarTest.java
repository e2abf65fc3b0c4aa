package io.distaff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import org.junit.jupiter.api.Test;

class CalendarTest {
  @Test
  void agreesWithTheJdkOnEveryDayOfNineCenturiesAndBeyond() {
    long first = LocalDate.of(1583, 1, 1).toEpochDay();
    long last = LocalDate.of(2500, 1, 1).toEpochDay();
    for (long day = first; day < last; day++) {
      check(day);
    }
    for (long day = Integer.MIN_VALUE; day <= Integer.MAX_VALUE; day += 999_983) {
      check(day);
    }
  }

  private static void check(long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    long civil = Calendar.civil(day);
    boolean same =
        Calendar.year(civil) == date.getYear()
            && Calendar.month(civil) == date.getMonthValue()
            && Calendar.day(civil) == date.getDayOfMonth()
            && Calendar.epochDay(date.getYear(), date.getMonthValue(), date.getDayOfMonth()) == day
            && Calendar.daysInMonth(date.getYear(), date.getMonthValue()) == date.lengthOfMonth()
            && Calendar.dayOfYear(day) == date.getDayOfYear()
            && Calendar.isoDayOfWeek(day) == date.getDayOfWeek().getValue()
            && Calendar.isoWeek(day) == date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
            && Calendar.addMonths(day, 1 + day % 50) == date.plusMonths(1 + day % 50).toEpochDay();
    assertThat(same).as("%s", date).isTrue();
  }
}
