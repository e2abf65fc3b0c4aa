/**
 * Programs as users write them; the end-to-end tests submit them. Imports api, row and types only.
 */
package io.distaff.examples;
