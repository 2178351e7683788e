#!/bin/sh
# Makes a backup in a new folder, then removes those older than KEEP_DAYS (14). When the backup
# fails, nothing is removed. Run it each night: deploy/ordstyrer-backup.timer, or from cron with
#   cd /opt/ordstyrer && INSIDE=/backups ORDSTYRER="docker compose exec -T bot python app.py" deploy/backup.sh backups
# FOLDER is where backups lie; INSIDE is the same folder as the program sees it, where that differs.
set -eu
folder=${1:?usage: backup.sh FOLDER}
name=$(date +%Y-%m-%d-%H%M%S)
${ORDSTYRER:-.venv/bin/python app.py} backup "${INSIDE:-$folder}/$name"
find "$folder" -mindepth 1 -maxdepth 1 -type d -name '20*' -mtime "+${KEEP_DAYS:-14}" -exec rm -r {} +
