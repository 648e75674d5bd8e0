{{- define "heddle.fullname" -}}
{{- if contains "heddle" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-heddle" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end -}}
{{- end -}}

{{/* Labels that pods are selected by: (dict "root" $ "part" "api") */}}
{{- define "heddle.selector" -}}
app.kubernetes.io/name: heddle
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "heddle.labels" -}}
{{ include "heddle.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/part-of: heddle
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "heddle.image" -}}
{{ printf "%s/%s:%s" .root.Values.image.registry .part (.root.Values.image.tag | default .root.Chart.AppVersion) }}
{{- end -}}

{{- define "heddle.secretName" -}}
{{ .Values.secrets.existing | default (include "heddle.fullname" .) }}
{{- end -}}

{{- define "heddle.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "heddle.fullname" .) }}{{ else }}{{ .Values.serviceAccount.name | default "default" }}{{ end -}}
{{- end -}}

{{/* What every pod of Heddle may and may not; the argument is the user. */}}
{{- define "heddle.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "heddle.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "heddle.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Where pods go: the argument is the part's values. */}}
{{- define "heddle.placement" -}}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "heddle.connections" -}}
- name: DATABASE_URL
  valueFrom: { secretKeyRef: { name: {{ include "heddle.secretName" . }}, key: DATABASE_URL } }
- name: REDIS_URL
  valueFrom: { secretKeyRef: { name: {{ include "heddle.secretName" . }}, key: REDIS_URL } }
- name: HEDDLE_SECRET_KEY
  valueFrom: { secretKeyRef: { name: {{ include "heddle.secretName" . }}, key: HEDDLE_SECRET_KEY } }
{{- end -}}

{{/* Pods start in any order: the bundled database may not be there yet. Also brings the schema up to date, once. */}}
{{- define "heddle.awaitDatabase" -}}
- name: database
  image: {{ include "heddle.image" (dict "root" . "part" "api") }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  args: [dist/migrate.js]
  env: {{- include "heddle.connections" . | nindent 4 }}
  securityContext: {{- include "heddle.containerSecurity" . | nindent 4 }}
  resources:
    requests: { cpu: 50m, memory: 96Mi }
    limits: { memory: 256Mi }
{{- end -}}

{{- define "heddle.volumes" -}}
- name: data
  emptyDir: {}
- name: tmp
  emptyDir: {}
- name: shared
{{- if eq .Values.shared.type "nfs" }}
  nfs:
    server: {{ required "shared.nfs.server is needed with shared.type nfs" .Values.shared.nfs.server | quote }}
    path: {{ required "shared.nfs.path is needed with shared.type nfs" .Values.shared.nfs.path | quote }}
{{- else if eq .Values.shared.type "hostPath" }}
  hostPath:
    path: {{ required "shared.hostPath is needed with shared.type hostPath" .Values.shared.hostPath | quote }}
    type: DirectoryOrCreate
{{- else if eq .Values.shared.type "existingClaim" }}
  persistentVolumeClaim:
    claimName: {{ required "shared.existingClaim is needed with shared.type existingClaim" .Values.shared.existingClaim }}
{{- else }}
  persistentVolumeClaim:
    claimName: {{ include "heddle.fullname" . }}-shared
{{- end }}
{{- end -}}

{{- define "heddle.mounts" -}}
- { name: data, mountPath: /var/lib/heddle }
- { name: shared, mountPath: /srv/heddle }
- { name: tmp, mountPath: /tmp }
{{- end -}}

{{/* A secret's value: as given, else as it is in the cluster, else made now. (dict "root" $ "key" K "given" V "made" M) */}}
{{- define "heddle.kept" -}}
{{- $there := lookup "v1" "Secret" .root.Release.Namespace (include "heddle.fullname" .root) -}}
{{- if .given }}{{ .given }}
{{- else if and $there (index ($there.data | default dict) .key) }}{{ index $there.data .key | b64dec }}
{{- else }}{{ .made }}{{ end -}}
{{- end -}}

{{/* host:port of Redis, for those who ask it how long the queue is. */}}
{{- define "heddle.redisAddress" -}}
{{- if .Values.bundledRedis.enabled }}{{ include "heddle.fullname" . }}-redis.{{ .Release.Namespace }}.svc.{{ .Values.clusterDomain }}:6379
{{- else }}{{ get (urlParse (required "redis.url is needed to scale workers by the queue with KEDA" .Values.redis.url)) "host" }}{{ end -}}
{{- end -}}

{{/* The password in redis.url, still percent-encoded. */}}
{{- define "heddle.redisPassword" -}}
{{ get (urlParse .Values.redis.url) "userinfo" | splitList ":" | last }}
{{- end -}}
