# shellcheck shell=bash
# The S3-compatible store, accessed with rclone. Its settings are passed in the environment, because everyone can read arguments.

store="" # the path of our objects, for rclone

store_open() {
  local bucket prefix
  bucket=$(setting BACKUP_S3_BUCKET fleet-db)
  prefix=$(setting BACKUP_PREFIX tracksolid_db)
  [[ $prefix =~ ^[A-Za-z0-9._-]+$ ]] || fail "$WRONG_SETTING" "BACKUP_PREFIX is '$prefix': letters, digits, dots, dashes and underscores only."
  store="store:$bucket/$prefix"
  RCLONE_CONFIG_STORE_ENDPOINT=$(required BACKUP_S3_ENDPOINT) || exit
  RCLONE_CONFIG_STORE_ACCESS_KEY_ID=$(required BACKUP_S3_ACCESS_KEY) || exit
  RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY=$(required BACKUP_S3_SECRET_KEY) || exit
  RCLONE_CONFIG_STORE_REGION=$(setting BACKUP_S3_REGION us-east-1)
  RCLONE_LOW_LEVEL_RETRIES=$(number BACKUP_S3_TRIES 10 1) || exit
  export RCLONE_CONFIG_STORE_ENDPOINT RCLONE_CONFIG_STORE_ACCESS_KEY_ID RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY RCLONE_CONFIG_STORE_REGION
  export RCLONE_CONFIG=/dev/null RCLONE_CONFIG_STORE_TYPE=s3 RCLONE_CONFIG_STORE_PROVIDER=Other RCLONE_CONFIG_STORE_FORCE_PATH_STYLE=true
  # Parts of 32 MiB: 10,000 of them make 312 GiB, and two are in memory at a time. A missing bucket is reported, not created.
  export RCLONE_CONFIG_STORE_NO_CHECK_BUCKET=true RCLONE_S3_CHUNK_SIZE="${RCLONE_S3_CHUNK_SIZE:-32Mi}" RCLONE_S3_UPLOAD_CONCURRENCY=2
  export RCLONE_RETRIES=1 RCLONE_LOW_LEVEL_RETRIES RCLONE_CONTIMEOUT=15s RCLONE_TIMEOUT=2m
  # This rclone fails on the variable from which other S3 tools read a custom certificate.
  [[ -z ${AWS_CA_BUNDLE:-} ]] || export RCLONE_CA_CERT="$AWS_CA_BUNDLE"
  unset AWS_CA_BUNDLE BACKUP_S3_SECRET_KEY
}

bucket_of() {
  local path=${store#store:}
  printf '%s' "${path%%/*}"
}

# store_failed DOING: reports in one line what is wrong with the store, from rclone's messages in $work/store.
store_failed() {
  local bucket at=$RCLONE_CONFIG_STORE_ENDPOINT words
  bucket=$(bucket_of)
  words=$(<"$work/store")
  case $words in
    *SignatureDoesNotMatch*) fail "$WRONG_SETTING" "The store $at refuses the signature: BACKUP_S3_SECRET_KEY is wrong." ;;
    *InvalidAccessKeyId*) fail "$WRONG_SETTING" "The store $at does not know the access key: BACKUP_S3_ACCESS_KEY is wrong." ;;
    *NoSuchBucket* | *"error listing: directory not found"*) fail "$WRONG_SETTING" "There is no bucket $bucket in the store $at: make it, or set BACKUP_S3_BUCKET." ;;
    *AccessDenied* | *"403"*) fail "$WRONG_SETTING" "The store $at does not let this access key $1: give it the rights to list, read, write and delete in $bucket." ;;
    *"no space"* | *InsufficientStorage* | *QuotaExceeded* | *"507"*) fail "$FAILED" "The store $at is full: it could not $1." ;;
    *"connection refused"*) fail "$AWAY" "The store $at is away: connection refused." ;;
    *"no such host"*) fail "$AWAY" "The store $at is away: there is no host of that name." ;;
    *"timeout"* | *"connection reset"* | *EOF*) fail "$AWAY" "The store $at is away: it does not answer." ;;
  esac
  fail "$AWAY" "The store $at does not answer as it should, it could not $1: $(last_words "$work/store")"
}

# store_do DOING COMMAND…: runs rclone, and rephrases its errors.
store_do() {
  local doing=$1
  shift
  rclone "$@" 2>"$work/store" || store_failed "$doing"
}

# A quick check, so that no backup dumps for an hour into a missing store.
store_check() { RCLONE_LOW_LEVEL_RETRIES=1 store_do "list its objects" lsf --max-depth 1 "$store" >/dev/null; }

# Every object of ours with its size, as JSON: [{"Path": "2026/11/21/…", "Size": 123}, …].
store_objects() {
  store_do "list its objects" lsjson -R --files-only --no-mimetype --no-modtime "$store" |
    jq -c --arg name "$(object_pattern)" '[.[] | select(.Path | test($name)) | {Path, Size}]'
}

# YYYY/MM/DD/NAME-YYYY-MM-DDTHHMMSSZ.dump[.age][.json]: objects with other names are not ours, and are never touched.
object_pattern() {
  local name=${store##*/}
  printf '^[0-9]{4}/[0-9]{2}/[0-9]{2}/%s-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z\\.dump(\\.age)?(\\.json)?$' "${name//./\\.}"
}

# manifests FILTER: the manifests as an array, oldest first, and the sizes of the objects as $sizes, through a filter of jq.
manifests() {
  local objects
  objects=$(store_objects) || exit
  [[ $objects == *.json* ]] || return 0
  store_do "read its manifests" cat --include '*.json' "$store" |
    jq -n -R -r --argjson objects "$objects" "
      (\$objects | map({(.Path): .Size}) | add) as \$sizes
      | [inputs | fromjson? | select(.key != null and \$sizes[.key + \".json\"] != null)] | sort_by(.started)[] | $1"
}

# The valid backups, oldest first, one manifest per line: a manifest is valid if its dump exists in its full size.
good_backups() { manifests 'select($sizes[.key] == .bytes) | tojson'; }

# The invalid ones: truncated in the store, one sentence per line.
cut_short() { manifests 'select($sizes[.key] != .bytes) | "\(.key) was cut short in the store: \($sizes[.key] // 0) of \(.bytes) bytes are there."'; }
