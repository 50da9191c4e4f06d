/**
 * Fuzzing: bytes of others' making at every door by which they come in. The targets stand beside the classes that they try
 * ({@code …Fuzz}); {@link org.exchangesync.fuzz.FuzzTest} runs their seeds, their findings and some random inputs in every
 * build, {@link org.exchangesync.fuzz.Fuzzing} (<code>mvn -Pfuzz</code>) has Jazzer look for minutes.
 */
package org.exchangesync.fuzz;
