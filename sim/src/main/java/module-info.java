/// Pulls in virtual time: what a control makes of a network, in a millisecond.
module dev.tug.sim {
    requires dev.tug;
    requires java.desktop;
    requires org.knowm.xchart;
    requires static transitive org.jspecify;
}
