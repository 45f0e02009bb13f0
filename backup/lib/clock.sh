# shellcheck shell=bash
# When the next backup is due, from the wall clock only: no state is kept, so clock jumps do no harm.

# due_on DAY AT ZONE: seconds since 1970. A time that daylight saving skips is moved an hour later.
due_on() {
  TZ=$3 date -d "$1 $2" +%s 2>/dev/null || TZ=$3 date -d "$1 $((10#${2%:*} + 1)):${2#*:}" +%s
}

# last_due NOW AT ZONE: the newest time of AT that is not after NOW.
last_due() {
  local now=$1 at=$2 zone=$3 due
  due=$(due_on "$(TZ=$zone date -d "@$now" +%Y-%m-%d)" "$at" "$zone")
  ((due <= now)) || due=$(due_on "$(TZ=$zone date -d "$(TZ=$zone date -d "@$now" +%Y-%m-%d) 12:00 yesterday" +%Y-%m-%d)" "$at" "$zone")
  printf '%s\n' "$due"
}

# is_due NOW DUE SUCCESS TRY PAUSE: success and attempt of the last backup, 0 for none. One in the future, from a wrong
# clock, is ignored; after a failure there is a pause.
is_due() {
  local now=$1 due=$2 success=$3 try=$4 pause=$5
  ((success < due || success > now + 60)) && ((try + pause <= now || try > now + 60))
}
