package seli.solver;

import seli.backend.Backend;
import seli.certificate.OptimalityCertificate;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;

/** The certificate of a solver's point, from host copies of its factors. */
final class PointCertificate {
    private PointCertificate() {}

    /** Of class means, or of samples with what their spread within classes costs. */
    static OptimalityCertificate at(UfmObjective objective, FactorPair x) {
        Backend backend = objective.backend();
        HostMatrix w = objective.classifier(x);
        return objective.isCollapsed()
                ? OptimalityCertificate.at(backend, objective.problem(), w, objective.classMeans(x))
                : OptimalityCertificate.atSamples(
                        backend, objective.problem(), w, x.embeddings().download());
    }
}
