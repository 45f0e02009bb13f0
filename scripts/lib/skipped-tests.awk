# JUnit's reports, one behind the other: how many tests there are, and how many were skipped for which reason, in which classes.

# attribute NAME: its value in the line, as text.
function attribute(name, value) {
  if (!match($0, " " name "=\"[^\"]*\"")) return ""
  value = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
  gsub(/&#10;.*/, "", value)
  gsub(/&quot;/, "\"", value)
  gsub(/&apos;/, "'", value)
  gsub(/&lt;/, "<", value)
  gsub(/&gt;/, ">", value)
  gsub(/&amp;/, "\\&", value)
  return value
}

# An assumption that does not hold is an exception, whose first line gives the reason.
function reason(text) {
  text = attribute("message")
  if (text == "" && match($0, /<!\[CDATA\[/)) text = substr($0, RSTART + RLENGTH)
  sub(/\]\]>.*/, "", text)
  sub(/^[A-Za-z0-9_.$]+(Exception|Error): /, "", text)
  sub(/^Assumption failed: /, "", text)
  return text == "" ? "no reason was given" : text
}

/^<testsuite / { total += attribute("tests") }

/^ *<testcase / {
  class = attribute("classname")
  sub(/.*\./, "", class)
}

/^ *<skipped/ {
  why = reason()
  skipped++
  count[why]++
  if (!((why, class) in seen)) classes[why] = classes[why] (classes[why] == "" ? "" : ", ") class
  seen[why, class] = 1
}

END {
  printf "%d tests, %d of them skipped%s\n", total, skipped, skipped ? ":" : "."
  fflush()
  for (why in count) printf "  %d: %s (%s)\n", count[why], why, classes[why] | "LC_ALL=C sort -k1,1rn -k2"
}
