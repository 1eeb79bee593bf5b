/**
 * What the backends share on the host: who owns memory and until when, the account of it, labels, and the checks of
 * shapes. Nothing here computes or knows a device. Reading order: MemoryLedger, Arena, Shapes, HostLabels.
 */
@NullMarked
package seli.backend.arena;

import org.jspecify.annotations.NullMarked;
