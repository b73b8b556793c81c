package main

import (
	"regexp"
	"slices"
	"time"

	"go.temporal.io/api/common/v1"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/server/common/authorization"
)

// sealedEncoding is what the payload codec writes on whatever it has encrypted (gateway/payload-codec.ts).
const sealedEncoding = "binary/lienthong-aes-gcm"

// longestMending ends a mending that cannot be read: whoever asks for one joins the one that runs.
const longestMending = 10 * time.Minute

const anyUUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

var (
	dossierID = regexp.MustCompile("^" + anyUUID + "$")
	mendID    = regexp.MustCompile("^sweep/mend/" + anyUUID + "$")
	errandID  = regexp.MustCompile("^errand:" + anyUUID + ":.+$")
)

// ownStart is a start that the product makes: of which type, under which ids, on which queue.
type ownStart struct {
	by      []string
	ids     *regexp.Regexp
	queue   string
	longest time.Duration
}

// ownStarts are those of the parts that may start and not end, in the namespace of the dossiers.
var ownStarts = map[string]ownStart{
	"dossier":     {by: []string{"api"}, ids: dossierID, queue: "dossier"},
	"mendDossier": {by: []string{"api", "relay"}, ids: mendID, queue: "sweeps", longest: longestMending},
}

// mayChange looks into those requests of a part that start a workflow or send to one: a start can end a run, put
// another in its place, or change it, by its fields alone.
func (a *admission) mayChange(caller identity, target *authorization.CallTarget) bool {
	switch request := target.Request.(type) {
	case *workflowservice.StartWorkflowExecutionRequest:
		return a.mayStart(caller, target.Namespace, request)
	case *workflowservice.UpdateWorkflowExecutionRequest:
		return mayUpdate(request)
	case *workflowservice.ExecuteMultiOperationRequest:
		for _, operation := range request.GetOperations() {
			if !a.mayOperate(caller, target.Namespace, operation) {
				return false
			}
		}
	}
	return true
}

func (a *admission) mayOperate(
	caller identity, namespace string, operation *workflowservice.ExecuteMultiOperationRequest_Operation,
) bool {
	if start := operation.GetStartWorkflow(); start != nil {
		return a.mayStart(caller, namespace, start)
	}
	update := operation.GetUpdateWorkflow()
	return update != nil && mayUpdate(update)
}

// mayUpdate keeps acts to dossiers: the schedules are workflows too.
func mayUpdate(request *workflowservice.UpdateWorkflowExecutionRequest) bool {
	return dossierID.MatchString(request.GetWorkflowExecution().GetWorkflowId())
}

func (a *admission) mayStart(
	caller identity, namespace string, start *workflowservice.StartWorkflowExecutionRequest,
) bool {
	// An operation names its namespace a second time.
	if start.GetNamespace() != namespace || !isPlain(start) {
		return false
	}
	if namespace == a.agencyNamespace {
		return start.GetWorkflowType().GetName() == "errand" && errandID.MatchString(start.GetWorkflowId()) &&
			isUntimed(start)
	}
	own, known := ownStarts[start.GetWorkflowType().GetName()]
	return known && own.allows(caller, start)
}

func (own ownStart) allows(caller identity, start *workflowservice.StartWorkflowExecutionRequest) bool {
	queue := start.GetTaskQueue()
	return slices.Contains(own.by, caller.name) &&
		own.ids.MatchString(start.GetWorkflowId()) &&
		queue.GetName() == own.queue &&
		queue.GetKind() != enums.TASK_QUEUE_KIND_STICKY &&
		isSealed(start.GetInput().GetPayloads()) &&
		own.allowsTime(start)
}

func (own ownStart) allowsTime(start *workflowservice.StartWorkflowExecutionRequest) bool {
	if own.longest == 0 {
		return isUntimed(start)
	}
	whole := start.GetWorkflowExecutionTimeout().AsDuration()
	return whole > 0 && whole <= own.longest
}

// isUntimed says that a workflow ends when its work does: one with a limit could be made to end before.
func isUntimed(start *workflowservice.StartWorkflowExecutionRequest) bool {
	return start.GetWorkflowExecutionTimeout().AsDuration() == 0 &&
		start.GetWorkflowRunTimeout().AsDuration() == 0 &&
		start.GetWorkflowTaskTimeout().AsDuration() == 0
}

var (
	plainConflict = []enums.WorkflowIdConflictPolicy{
		enums.WORKFLOW_ID_CONFLICT_POLICY_UNSPECIFIED,
		enums.WORKFLOW_ID_CONFLICT_POLICY_FAIL,
		enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
	}
	plainReuse = []enums.WorkflowIdReusePolicy{
		enums.WORKFLOW_ID_REUSE_POLICY_UNSPECIFIED,
		enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
		enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}
)

// isPlain refuses what would end the run that is there, add to it, or have the new one wait, repeat or call elsewhere.
func isPlain(start *workflowservice.StartWorkflowExecutionRequest) bool {
	return slices.Contains(plainConflict, start.GetWorkflowIdConflictPolicy()) &&
		slices.Contains(plainReuse, start.GetWorkflowIdReusePolicy()) &&
		start.GetOnConflictOptions() == nil &&
		len(start.GetCompletionCallbacks()) == 0 &&
		len(start.GetLinks()) == 0 &&
		start.GetCronSchedule() == "" &&
		start.GetRetryPolicy() == nil &&
		start.GetWorkflowStartDelay().AsDuration() == 0 &&
		start.GetVersioningOverride() == nil &&
		!start.GetRequestEagerExecution() &&
		start.GetContinuedFailure() == nil &&
		start.GetLastCompletionResult() == nil
}

// isSealed reads the label alone; only the worker has the keys, and finds out whether it is true.
func isSealed(payloads []*common.Payload) bool {
	for _, payload := range payloads {
		if string(payload.GetMetadata()["encoding"]) != sealedEncoding {
			return false
		}
	}
	return len(payloads) == 1
}
