package io.fleetline.simulator.wire;

/** One method of the vendor's API: turns the parameters of a call into the rows of its answer. */
interface VendorMethod {
    /** @throws Refusal if the parameters are wrong or name something that the caller may not read */
    Reply answer(Request request, Scene scene);
}
