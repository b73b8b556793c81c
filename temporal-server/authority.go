package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/server/common/api"
	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/primitives"
)

const (
	// insideName is the name of the server's own workers and services.
	insideName = "inside"
	uiName     = "ui"
	// agencyPrefix begins the names of agencies that run a worker of their own.
	agencyPrefix = "agency:"
)

// identity is who is calling, as their certificate and, for the Web UI, the API's token prove it.
type identity struct {
	name string
	// queues an agency may work on.
	queues []string
}

// admission knows who is calling and what they may do. Whoever shows no certificate has got no connection before.
type admission struct {
	transport       *transport
	agencyNamespace string
}

var (
	_ authorization.ClaimMapper = (*admission)(nil)
	_ authorization.Authorizer  = (*admission)(nil)
)

func (a *admission) GetClaims(info *authorization.AuthInfo) (*authorization.Claims, error) {
	certificate := authorization.PeerCert(info.TLSConnection)
	if certificate == nil {
		return nil, fmt.Errorf("no certificate was shown")
	}
	known := identity{name: certificate.Subject.CommonName, queues: certificate.Subject.OrganizationalUnit}
	inside := a.transport.isInside(info.TLSConnection.State.VerifiedChains[0])
	if inside != (known.name == insideName || known.name == uiName) {
		return nil, fmt.Errorf("the name %q belongs to the server itself", known.name)
	}
	if known.name == uiName {
		if _, err := readToken(info.AuthToken, a.transport.outside.tokenKey); err != nil {
			return nil, err
		}
	}
	return &authorization.Claims{Subject: known.name, Extensions: known}, nil
}

func (a *admission) Authorize(
	_ context.Context, claims *authorization.Claims, target *authorization.CallTarget,
) (authorization.Result, error) {
	if claims == nil {
		return refused("show a certificate of this installation")
	}
	caller, ok := claims.Extensions.(identity)
	if !ok {
		return refused("show a certificate of this installation")
	}
	if caller.name == insideName || authorization.IsHealthCheckAPI(target.APIName) {
		return allowed()
	}
	if target.Namespace == primitives.SystemLocalNamespace {
		return refused("nobody outside works in the server's own namespace")
	}
	if a.mayCall(caller, target) {
		return allowed()
	}
	return refused(fmt.Sprintf("%q may not call %s in namespace %q", caller.name, api.MethodName(target.APIName), target.Namespace))
}

func allowed() (authorization.Result, error) {
	return authorization.Result{Decision: authorization.DecisionAllow}, nil
}

func refused(reason string) (authorization.Result, error) {
	return authorization.Result{Decision: authorization.DecisionDeny, Reason: reason}, nil
}

func (a *admission) mayCall(caller identity, target *authorization.CallTarget) bool {
	method := api.MethodName(target.APIName)
	if strings.HasPrefix(target.APIName, api.OperatorServicePrefix) {
		return caller.name == "cli" && slices.Contains(ofOperators, method) ||
			caller.name == uiName && method == "ListSearchAttributes"
	}
	if !strings.HasPrefix(target.APIName, api.WorkflowServicePrefix) {
		return false
	}
	switch {
	case caller.name == "cli":
		return true
	case caller.name == uiName:
		return api.GetMethodMetadata(target.APIName).Access == api.AccessReadOnly
	case strings.HasPrefix(caller.name, agencyPrefix):
		return a.agencyMayCall(caller, method, target)
	case caller.name == "relay":
		return slices.Contains(ofClients, method) && a.mayChange(caller, target)
	case target.Namespace == a.agencyNamespace:
		return false
	case caller.name == "api":
		return slices.Contains(ofClients, method) && a.mayChange(caller, target)
	case caller.name == "worker":
		return slices.Contains(ofClients, method) || slices.Contains(ofWorkers, method)
	}
	return false
}

// ofOperators is what the launcher and the command line need of the operator's service. Nobody deletes a namespace.
var ofOperators = []string{"AddSearchAttributes", "ListSearchAttributes"}

// ofClients starts workflows, sends acts and reads answers. To end, reset, pause or delete is not among it, and what
// of it can do the same by its fields is held to what the product asks (starts.go).
var ofClients = []string{
	"CountWorkflowExecutions",
	"DescribeNamespace",
	"DescribeWorkflowExecution",
	"ExecuteMultiOperation",
	"GetClusterInfo",
	"GetWorkflowExecutionHistory",
	"GetWorkflowExecutionHistoryReverse",
	"ListWorkflowExecutions",
	"PollWorkflowExecutionUpdate",
	"QueryWorkflow",
	"StartWorkflowExecution",
	"UpdateWorkflowExecution",
}

// ofWorkers takes tasks and answers them. Mending ends a run that has lost its way.
var ofWorkers = []string{
	"PollActivityTaskQueue",
	"PollWorkflowTaskQueue",
	"RecordActivityTaskHeartbeat",
	"RecordWorkerHeartbeat",
	"ResetStickyTaskQueue",
	"RespondActivityTaskCanceled",
	"RespondActivityTaskCompleted",
	"RespondActivityTaskFailed",
	"RespondQueryTaskCompleted",
	"RespondWorkflowTaskCompleted",
	"RespondWorkflowTaskFailed",
	"ShutdownWorker",
	"TerminateWorkflowExecution",
}

// ofAgencies is what a worker needs that only takes its own errands.
var ofAgencies = []string{
	"DescribeNamespace",
	"GetWorkflowExecutionHistory",
	"RecordActivityTaskHeartbeat",
	"RecordWorkerHeartbeat",
	"RespondActivityTaskCanceled",
	"RespondActivityTaskCompleted",
	"RespondActivityTaskFailed",
	"RespondQueryTaskCompleted",
	"RespondWorkflowTaskCompleted",
	"RespondWorkflowTaskFailed",
	"ShutdownWorker",
}

func (a *admission) agencyMayCall(caller identity, method string, target *authorization.CallTarget) bool {
	if target.Namespace != a.agencyNamespace {
		return false
	}
	switch request := target.Request.(type) {
	case *workflowservice.PollWorkflowTaskQueueRequest:
		queue := request.GetTaskQueue()
		if queue.GetKind() == enums.TASK_QUEUE_KIND_STICKY {
			return slices.Contains(caller.queues, queue.GetNormalName())
		}
		return slices.Contains(caller.queues, queue.GetName())
	case *workflowservice.PollActivityTaskQueueRequest:
		return slices.Contains(caller.queues, request.GetTaskQueue().GetName())
	}
	return slices.Contains(ofAgencies, method)
}
