/** Every setting: its name, default and meaning, the values read from the environment, and one typed record a part. */
@NullMarked
package io.fleetline.settings;

import org.jspecify.annotations.NullMarked;
