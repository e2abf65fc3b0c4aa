/** Small programs that the end-to-end tests submit; of the engine, they see the API at most. */
package io.distaff.it.program;
