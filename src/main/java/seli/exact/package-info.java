/**
 * What needs no device: optima that theory gives in closed form or by a small exact reduction, each with a certificate.
 * {@link seli.exact.UfSvm} is the hard-margin problem that ridge-regularised models tend to as the ridge vanishes, with
 * its solution for every label distribution; {@link seli.exact.UfSvmCertificate} proves that solution optimal from its
 * computed numbers alone. {@link seli.exact.ClosedFormUfm} names closed forms at a ridge. Reading order: UfSvm,
 * UfSvmCertificate, UfSvmCheck, ClosedFormUfm, SquaredLossUfm, RectifiedUfm.
 */
@NullMarked
package seli.exact;

import org.jspecify.annotations.NullMarked;
