/// The number of a field in the catalogue, in the order in which Falco lists its fields. The value
/// is not stable between versions and never leaves the process.
package enum FieldID: UInt16, CaseIterable, Hashable, BitwiseCopyable, Sendable {
    case evtNum, evtTime, evtTimeS, evtTimeIso8601, evtDatetime, evtDatetimeS, evtRawtime
    case evtRawtimeS, evtRawtimeNs, evtReltime, evtReltimeS, evtReltimeNs, evtPluginname
    case evtPlugininfo, evtSource, evtIsAsync, evtAsynctype, evtHostname, evtLatency
    case evtLatencyS, evtLatencyNs, evtLatencyQuantized, evtLatencyHuman, evtDeltatime
    case evtDeltatimeS, evtDeltatimeNs, evtOutputtime, evtDir, evtType, evtTypeIs, syscallType
    case evtCategory, evtCpu, evtArgs, evtArg, evtRawarg, evtInfo, evtBuffer, evtBuflen, evtRes
    case evtRawres, evtFailed, evtIsIo, evtIsIoRead, evtIsIoWrite, evtIoDir, evtIsWait
    case evtWaitLatency, evtIsSyslog, evtCount, evtCountError, evtCountErrorFile
    case evtCountErrorNet, evtCountErrorMemory, evtCountErrorOther, evtCountExit
    case evtCountProcinfo, evtCountThreadinfo, evtAround, evtAbspath, evtBuflenIn, evtBuflenOut
    case evtBuflenFile, evtBuflenFileIn, evtBuflenFileOut, evtBuflenNet, evtBuflenNetIn
    case evtBuflenNetOut, evtIsOpenRead, evtIsOpenWrite, evtInfraDockerName
    case evtInfraDockerContainerId, evtInfraDockerContainerName, evtInfraDockerContainerImage
    case evtIsOpenExec, evtIsOpenCreate, procExe, procPexe, procAexe, procExepath, procPexepath
    case procAexepath, procName, procPname, procAname, procArgs, procAargs, procCmdline
    case procPcmdline, procAcmdline, procCmdnargs, procCmdlenargs, procExeline, procEnv
    case procAenv, procCwd, procLoginshellid, procTty, procPid, procPpid, procApid, procVpid
    case procPvpid, procSid, procSname, procSidExe, procSidExepath, procVpgid, procVpgidName
    case procVpgidExe, procVpgidExepath, procPgid, procPgidName, procPgidExe, procPgidExepath
    case procDuration, procPpidDuration, procPidTs, procPpidTs, procIsExeWritable
    case procIsExeUpperLayer, procIsExeLowerLayer, procIsExeFromMemfd, procIsSidLeader
    case procIsVpgidLeader, procIsPgidLeader, procExeIno, procExeInoCtime, procExeInoMtime
    case procExeInoCtimeDurationProcStart, procExeInoCtimeDurationPidnsStart
    case procPidnsInitStartTs, threadCapPermitted, threadCapInheritable, threadCapEffective
    case procFdopencount, procFdlimit, procFdusage, procVmsize, procVmrss, procVmswap
    case threadPfmajor, threadPfminor, threadTid, threadIsmain, threadVtid, threadNametid
    case threadExectime, threadTotexectime, threadCgroups, threadCgroup, procNthreads
    case procNchilds, threadCpu, threadCpuUser, threadCpuSystem, threadVmsize, threadVmrss
    case threadVmsizeB, threadVmrssB, procStdinType, procStdoutType, procStderrType
    case procStdinName, procStdoutName, procStderrName, userUid, userName, userHomedir
    case userShell, userLoginuid, userLoginname, groupGid, groupName, fdNum, fdType, fdTypechar
    case fdName, fdDirectory, fdFilename, fdIp, fdCip, fdSip, fdLip, fdRip, fdPort, fdCport
    case fdSport, fdLport, fdRport, fdL4proto, fdSockfamily, fdIsServer, fdUid, fdContainername
    case fdContainerdirectory, fdProto, fdCproto, fdSproto, fdLproto, fdRproto, fdNet, fdCnet
    case fdSnet, fdLnet, fdRnet, fdConnected, fdNameChanged, fdCipName, fdSipName, fdLipName
    case fdRipName, fdDev, fdDevMajor, fdDevMinor, fdIno, fdNameraw, fdTypes, fdIsUpperLayer
    case fdIsLowerLayer, fsPathName, fsPathNameraw, fsPathSource, fsPathSourceraw, fsPathTarget
    case fsPathTargetraw, utilCnt, fdlistNums, fdlistNames, fdlistCips, fdlistSips, fdlistCports
    case fdlistSports, containerId, containerFullId, containerName, containerImage
    case containerImageId, containerType, containerPrivileged, containerMounts, containerMount
    case containerMountSource, containerMountDest, containerMountMode, containerMountRdwr
    case containerMountPropagation, containerImageRepository, containerImageTag
    case containerImageDigest, containerHealthcheck, containerLivenessProbe
    case containerReadinessProbe, containerStartTs, containerDuration, containerIp
    case containerCniJson, containerHostPid, containerHostNetwork, containerHostIpc
    case containerLabel, containerLabels, procIsContainerHealthcheck
    case procIsContainerLivenessProbe, procIsContainerReadinessProbe, k8sPodName, k8sNsName
    case k8sPodId, k8sPodUid, k8sPodSandboxId, k8sPodFullSandboxId, k8sPodLabel, k8sPodLabels
    case k8sPodIp, k8sPodCniJson, k8sRcName, k8sRcId, k8sRcLabel, k8sRcLabels, k8sSvcName
    case k8sSvcId, k8sSvcLabel, k8sSvcLabels, k8sRsName, k8sRsId, k8sRsLabel, k8sRsLabels
    case k8sDeploymentName, k8sDeploymentId, k8sDeploymentLabel, k8sDeploymentLabels, k8sNsId
    case k8sNsLabel, k8sNsLabels
}
