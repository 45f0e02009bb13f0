# shellcheck shell=bash
# An S3 store outside the running system, where its backups go: it stays when all else is destroyed. Needs common.sh, maven.sh and
# containers/system.sh.
# shellcheck disable=SC2154

STORE=fleetline-story-store
STORE_NETWORK=fleetline-story-elsewhere

store_jars() {
  local pom="$here/lib/containers/store-server/pom.xml"
  store_folder="$(cache_dir)/store-$(cksum <"$pom" | cut -d' ' -f1)"
  [[ ! -d $store_folder ]] || return 0
  say "Fetching an S3 server from Maven's repository, once."
  maven -B -ntp -q -f "$pom" dependency:copy-dependencies "-DoutputDirectory=$store_folder.new" >&2 || die "The S3 server could not be fetched: what Maven says is above."
  mv "$store_folder.new" "$store_folder"
}

write_store_settings() {
  cat >"$work/store.properties" <<TEXT
s3proxy.endpoint=http://0.0.0.0:9000
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity=$(setting BACKUP_S3_ACCESS_KEY)
s3proxy.credential=$(setting BACKUP_S3_SECRET_KEY)
jclouds.provider=filesystem-nio2
jclouds.identity=none
jclouds.credential=none
jclouds.filesystem.basedir=/objects
TEXT
}

store_answers() { [[ $(curl -s -o /dev/null -w '%{http_code}' --noproxy '*' --max-time 2 "http://$1:9000/fleet-db") != 000 ]]; }

# store_start BASE: in a container of the image BASE, which has Java.
store_start() {
  store_jars
  write_store_settings
  store_remove
  docker network create "$STORE_NETWORK" >/dev/null
  docker run -d --name "$STORE" --network "$STORE_NETWORK" -v "$store_folder:/jars:ro" -v "$work/store.properties:/store.properties:ro" "$1" \
    bash -c 'install -d -m 0700 /objects/fleet-db && exec java -XX:+UseSerialGC -Xmx128m -cp "/jars/*" org.gaul.s3proxy.Main --properties /store.properties' >/dev/null
  eventually 30 "The S3 server does not answer: $(docker logs --tail 5 "$STORE" 2>&1)" \
    store_answers "$(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$STORE")"
}

store_remove() {
  docker rm -f -v "$STORE" >/dev/null 2>&1 || true
  docker network rm "$STORE_NETWORK" >/dev/null 2>&1 || true
}
