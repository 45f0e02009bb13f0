/** Parses forms, multipart bodies and their encodings, in all the variants that senders use. */
@NullMarked
package io.fleetline.ingest.push.form;

import org.jspecify.annotations.NullMarked;
