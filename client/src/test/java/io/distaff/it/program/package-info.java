/** Small programs that the end-to-end tests submit. They know nothing of the engine. */
package io.distaff.it.program;
