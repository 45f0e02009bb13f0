/** Forms, multipart bodies and their encodings, as senders write them. */
@NullMarked
package io.fleetline.ingest.push.form;

import org.jspecify.annotations.NullMarked;
