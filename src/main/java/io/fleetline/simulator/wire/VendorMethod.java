package io.fleetline.simulator.wire;

/** One method of the vendor's interface: from the parameters of a call to the rows of its answer. */
interface VendorMethod {
    /** @throws Refusal if the parameters are wrong or ask for what is not theirs */
    Reply answer(Request request, Scene scene);
}
