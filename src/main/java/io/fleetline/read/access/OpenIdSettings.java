package io.fleetline.read.access;

/**
 * The OpenID provider whose JWTs are accepted.
 *
 * @param keysUrl where it publishes its keys
 * @param costCentresClaim empty: every JWT sees all cost centres
 */
public record OpenIdSettings(String issuer, String audience, String keysUrl, String costCentresClaim) {}
