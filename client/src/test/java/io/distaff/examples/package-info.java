/** Programs as users write them; the end-to-end tests submit them. Imports api only. */
package io.distaff.examples;
