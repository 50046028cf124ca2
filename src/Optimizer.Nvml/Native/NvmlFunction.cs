namespace Optimizer.Nvml.Native;

/// <summary>Every NVML export the binding can call. The C name is the member's name behind <c>nvml</c> (see <see cref="NvmlFunctionNames"/>).</summary>
/// <remarks>
/// The vendor's header redirects unsuffixed names to a newer export by macro; the members name the export itself (<c>_v2</c>, <c>_v3</c>).
/// Source: nvml.h 13.3.29. An export that a driver lacks is the normal way an old driver says "not there": the call answers
/// <see cref="NvmlReturn.FunctionNotFound"/>.
/// </remarks>
public enum NvmlFunction
{
    /// <summary><c>nvmlReturn_t nvmlInit_v2(void)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 4, 9, 999.</remarks>
    Init_v2,

    /// <summary><c>nvmlReturn_t nvmlInitWithFlags(unsigned int flags)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 4, 9, 999.</remarks>
    InitWithFlags,

    /// <summary><c>nvmlReturn_t nvmlShutdown(void)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 999.</remarks>
    Shutdown,

    /// <summary><c>const char* nvmlErrorString(nvmlReturn_t result)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all.</remarks>
    ErrorString,

    /// <summary><c>nvmlReturn_t nvmlSystemGetDriverVersion(char *version, unsigned int length)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 7.</remarks>
    SystemGetDriverVersion,

    /// <summary><c>nvmlReturn_t nvmlSystemGetNVMLVersion(char *version, unsigned int length)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 2, 7.</remarks>
    SystemGetNVMLVersion,

    /// <summary><c>nvmlReturn_t nvmlSystemGetCudaDriverVersion_v2(int *cudaDriverVersion)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 2, 12, 13.</remarks>
    SystemGetCudaDriverVersion_v2,

    /// <summary><c>nvmlReturn_t nvmlSystemGetProcessName(unsigned int pid, char *name, unsigned int length)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 4, 6, 999.</remarks>
    SystemGetProcessName,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetCount_v2(unsigned int *deviceCount)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 999.</remarks>
    DeviceGetCount_v2,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 4, 8, 11, 15, 999.</remarks>
    DeviceGetHandleByIndex_v2,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetHandleByUUID(const char *uuid, nvmlDevice_t *device)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 6, 8, 11, 15, 999.</remarks>
    DeviceGetHandleByUUID,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetHandleByPciBusId_v2(const char *pciBusId, nvmlDevice_t *device)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 4, 6, 8, 11, 15, 999.</remarks>
    DeviceGetHandleByPciBusId_v2,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetName(nvmlDevice_t device, char *name, unsigned int length)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 7, 15, 999.</remarks>
    DeviceGetName,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetUUID(nvmlDevice_t device, char *uuid, unsigned int length)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 7, 15, 999.</remarks>
    DeviceGetUUID,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetIndex(nvmlDevice_t device, unsigned int *index)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 15, 999.</remarks>
    DeviceGetIndex,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetSerial(nvmlDevice_t device, char *serial, unsigned int length)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 7, 15, 999.</remarks>
    DeviceGetSerial,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMinorNumber(nvmlDevice_t device, unsigned int *minorNumber)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetMinorNumber,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetPciInfo_v3(nvmlDevice_t device, nvmlPciInfo_t *pci)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 15, 999.</remarks>
    DeviceGetPciInfo_v3,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetArchitecture(nvmlDevice_t device, nvmlDeviceArchitecture_t *arch)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2.</remarks>
    DeviceGetArchitecture,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetCudaComputeCapability(nvmlDevice_t device, int *major, int *minor)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 15, 999.</remarks>
    DeviceGetCudaComputeCapability,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetNumGpuCores(nvmlDevice_t device, unsigned int *numCores)</c></summary>
    /// <remarks>Driver branch: R510 or newer. Architecture: all. Documented codes: 1, 2, 3, 15.</remarks>
    DeviceGetNumGpuCores,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetVbiosVersion(nvmlDevice_t device, char *version, unsigned int length)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 7, 15, 999.</remarks>
    DeviceGetVbiosVersion,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetPersistenceMode(nvmlDevice_t device, nvmlEnableState_t *mode)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetPersistenceMode,

    /// <summary><c>nvmlReturn_t nvmlDeviceSetPersistenceMode(nvmlDevice_t device, nvmlEnableState_t mode)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 4, 15, 999.</remarks>
    DeviceSetPersistenceMode,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGspFirmwareVersion(nvmlDevice_t device, char *version)</c></summary>
    /// <remarks>Driver branch: R515 or newer. Architecture: all. Documented codes: 2, 3, 999.</remarks>
    DeviceGetGspFirmwareVersion,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetUtilizationRates(nvmlDevice_t device, nvmlUtilization_t *utilization)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetUtilizationRates,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetEncoderUtilization(nvmlDevice_t device, unsigned int *utilization, unsigned int *samplingPeriodUs)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetEncoderUtilization,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetDecoderUtilization(nvmlDevice_t device, unsigned int *utilization, unsigned int *samplingPeriodUs)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetDecoderUtilization,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetJpgUtilization(nvmlDevice_t device, unsigned int *utilization, unsigned int *samplingPeriodUs)</c></summary>
    /// <remarks>Driver branch: R535 or newer. Architecture: Turing+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetJpgUtilization,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetOfaUtilization(nvmlDevice_t device, unsigned int *utilization, unsigned int *samplingPeriodUs)</c></summary>
    /// <remarks>Driver branch: R535 or newer. Architecture: Turing+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetOfaUtilization,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 4, 15, 999.</remarks>
    DeviceGetMemoryInfo,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMemoryInfo_v2(nvmlDevice_t device, nvmlMemory_v2_t *memory)</c></summary>
    /// <remarks>Driver branch: R510 or newer. Architecture: all. Documented codes: 1, 2, 3, 4, 15, 999.</remarks>
    DeviceGetMemoryInfo_v2,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetBAR1MemoryInfo(nvmlDevice_t device, nvmlBAR1Memory_t *bar1Memory)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetBAR1MemoryInfo,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetPowerUsage(nvmlDevice_t device, unsigned int *power)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetPowerUsage,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetTotalEnergyConsumption(nvmlDevice_t device, unsigned long long *energy)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Volta+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetTotalEnergyConsumption,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetEnforcedPowerLimit(nvmlDevice_t device, unsigned int *limit)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetEnforcedPowerLimit,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetPowerManagementLimit(nvmlDevice_t device, unsigned int *limit)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetPowerManagementLimit,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetPowerManagementDefaultLimit(nvmlDevice_t device, unsigned int *defaultLimit)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetPowerManagementDefaultLimit,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetPowerManagementLimitConstraints(nvmlDevice_t device, unsigned int *minLimit, unsigned int *maxLimit)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetPowerManagementLimitConstraints,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetTemperature(nvmlDevice_t device, nvmlTemperatureSensors_t sensorType, unsigned int *temp)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Deprecated by the vendor; kept as the fallback for older drivers.</remarks>
    DeviceGetTemperature,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetTemperatureV(nvmlDevice_t device, nvmlTemperature_t *temperature)</c></summary>
    /// <remarks>Driver branch: R570 or newer. Architecture: all. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetTemperatureV,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetTemperatureThreshold(nvmlDevice_t device, nvmlTemperatureThresholds_t thresholdType, unsigned int *temp)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetTemperatureThreshold,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMarginTemperature(nvmlDevice_t device, nvmlMarginTemperature_t *marginTempInfo)</c></summary>
    /// <remarks>Driver branch: R570 or newer. Architecture: all. Documented codes: 2, 3, 15, 25, 999.</remarks>
    DeviceGetMarginTemperature,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetClockInfo(nvmlDevice_t device, nvmlClockType_t type, unsigned int *clock)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetClockInfo,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMaxClockInfo(nvmlDevice_t device, nvmlClockType_t type, unsigned int *clock)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetMaxClockInfo,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetPerformanceState(nvmlDevice_t device, nvmlPstates_t *pState)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetPerformanceState,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetCurrentClocksEventReasons(nvmlDevice_t device, unsigned long long *clocksEventReasons)</c></summary>
    /// <remarks>Driver branch: R535 or newer. Architecture: all. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetCurrentClocksEventReasons,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetCurrentClocksThrottleReasons(nvmlDevice_t device, unsigned long long *clocksThrottleReasons)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Deprecated by the vendor; kept as the fallback for older drivers.</remarks>
    DeviceGetCurrentClocksThrottleReasons,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetSupportedClocksEventReasons(nvmlDevice_t device, unsigned long long *supportedClocksEventReasons)</c></summary>
    /// <remarks>Driver branch: R535 or newer. Architecture: all. Documented codes: 1, 2, 15, 999.</remarks>
    DeviceGetSupportedClocksEventReasons,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetPcieReplayCounter(nvmlDevice_t device, unsigned int *value)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetPcieReplayCounter,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetCurrPcieLinkGeneration(nvmlDevice_t device, unsigned int *currLinkGen)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetCurrPcieLinkGeneration,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetCurrPcieLinkWidth(nvmlDevice_t device, unsigned int *currLinkWidth)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetCurrPcieLinkWidth,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMaxPcieLinkGeneration(nvmlDevice_t device, unsigned int *maxLinkGen)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetMaxPcieLinkGeneration,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMaxPcieLinkWidth(nvmlDevice_t device, unsigned int *maxLinkWidth)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetMaxPcieLinkWidth,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetNvLinkState(nvmlDevice_t device, unsigned int link, nvmlEnableState_t *isActive)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Pascal+. Documented codes: 1, 2, 3, 999.</remarks>
    DeviceGetNvLinkState,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetNvLinkRemotePciInfo_v2(nvmlDevice_t device, unsigned int link, nvmlPciInfo_t *pci)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Pascal+. Documented codes: 1, 2, 3, 999.</remarks>
    DeviceGetNvLinkRemotePciInfo_v2,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetNvLinkRemoteDeviceType(nvmlDevice_t device, unsigned int link, nvmlIntNvLinkDeviceType_t *pNvLinkDeviceType)</c></summary>
    /// <remarks>Driver branch: R470 or newer. Architecture: all. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetNvLinkRemoteDeviceType,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetTopologyCommonAncestor(nvmlDevice_t device1, nvmlDevice_t device2, nvmlGpuTopologyLevel_t *pathInfo)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all.</remarks>
    DeviceGetTopologyCommonAncestor,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetTopologyNearestGpus(nvmlDevice_t device, nvmlGpuTopologyLevel_t level, unsigned int *count, nvmlDevice_t *deviceArray)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 2, 3, 999.</remarks>
    DeviceGetTopologyNearestGpus,

    /// <summary><c>nvmlReturn_t nvmlDeviceOnSameBoard(nvmlDevice_t device1, nvmlDevice_t device2, int *onSameBoard)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceOnSameBoard,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetP2PStatus(nvmlDevice_t device1, nvmlDevice_t device2, nvmlGpuP2PCapsIndex_t p2pIndex,nvmlGpuP2PStatus_t *p2pStatus)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 2, 999.</remarks>
    DeviceGetP2PStatus,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGpuFabricInfo(nvmlDevice_t device, nvmlGpuFabricInfo_t *gpuFabricInfo)</c></summary>
    /// <remarks>Driver branch: R525 or newer. Architecture: Hopper+. Documented codes: 3. Deprecated by the vendor; kept as the fallback for older drivers.</remarks>
    DeviceGetGpuFabricInfo,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGpuFabricInfoV(nvmlDevice_t device, nvmlGpuFabricInfoV_t *gpuFabricInfo)</c></summary>
    /// <remarks>Driver branch: R550 or newer. Architecture: Hopper+. Documented codes: 3.</remarks>
    DeviceGetGpuFabricInfoV,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetEccMode(nvmlDevice_t device, nvmlEnableState_t *current, nvmlEnableState_t *pending)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetEccMode,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetTotalEccErrors(nvmlDevice_t device, nvmlMemoryErrorType_t errorType, nvmlEccCounterType_t counterType, unsigned long long *eccCounts)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetTotalEccErrors,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMemoryErrorCounter(nvmlDevice_t device, nvmlMemoryErrorType_t errorType, nvmlEccCounterType_t counterType, nvmlMemoryLocation_t locationType, unsigned long long *count)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetMemoryErrorCounter,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetRemappedRows(nvmlDevice_t device, unsigned int *corrRows, unsigned int *uncRows, unsigned int *isPending, unsigned int *failureOccurred)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 2, 3, 999.</remarks>
    DeviceGetRemappedRows,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetRemappedRows_v2(nvmlDevice_t device, nvmlRemappedRowsInfo_v2_t *info)</c></summary>
    /// <remarks>Driver branch: R595 or newer. Architecture: Ampere+. Documented codes: 2, 3, 999.</remarks>
    DeviceGetRemappedRows_v2,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetRowRemapperHistogram(nvmlDevice_t device, nvmlRowRemapperHistogramValues_t *values)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 999.</remarks>
    DeviceGetRowRemapperHistogram,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetComputeRunningProcesses_v3(nvmlDevice_t device, unsigned int *infoCount, nvmlProcessInfo_t *infos)</c></summary>
    /// <remarks>Driver branch: R510 or newer. Architecture: Fermi+. Documented codes: 1, 2, 3, 4, 7, 15, 999.</remarks>
    DeviceGetComputeRunningProcesses_v3,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetComputeRunningProcesses_v2(nvmlDevice_t device, unsigned int *infoCount, nvmlProcessInfo_t *infos)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 4, 7, 15, 999.</remarks>
    DeviceGetComputeRunningProcesses_v2,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetComputeRunningProcesses(nvmlDevice_t device, unsigned int *infoCount, nvmlProcessInfo_v1_t *infos)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 4, 7, 15, 999.</remarks>
    DeviceGetComputeRunningProcesses,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGraphicsRunningProcesses_v3(nvmlDevice_t device, unsigned int *infoCount, nvmlProcessInfo_t *infos)</c></summary>
    /// <remarks>Driver branch: R510 or newer. Architecture: Kepler+. Documented codes: 1, 2, 3, 4, 7, 15, 999.</remarks>
    DeviceGetGraphicsRunningProcesses_v3,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGraphicsRunningProcesses_v2(nvmlDevice_t device, unsigned int *infoCount, nvmlProcessInfo_t *infos)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 4, 7, 15, 999.</remarks>
    DeviceGetGraphicsRunningProcesses_v2,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGraphicsRunningProcesses(nvmlDevice_t device, unsigned int *infoCount, nvmlProcessInfo_v1_t *infos)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 1, 2, 3, 4, 7, 15, 999.</remarks>
    DeviceGetGraphicsRunningProcesses,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMigMode(nvmlDevice_t device, unsigned int *currentMode, unsigned int *pendingMode)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 999.</remarks>
    DeviceGetMigMode,

    /// <summary><c>nvmlReturn_t nvmlDeviceSetMigMode(nvmlDevice_t device, unsigned int mode, nvmlReturn_t *activationStatus)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    DeviceSetMigMode,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMaxMigDeviceCount(nvmlDevice_t device, unsigned int *count)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 999.</remarks>
    DeviceGetMaxMigDeviceCount,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMigDeviceHandleByIndex(nvmlDevice_t device, unsigned int index, nvmlDevice_t *migDevice)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 6, 999.</remarks>
    DeviceGetMigDeviceHandleByIndex,

    /// <summary><c>nvmlReturn_t nvmlDeviceIsMigDeviceHandle(nvmlDevice_t device, unsigned int *isMigDevice)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 999.</remarks>
    DeviceIsMigDeviceHandle,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetDeviceHandleFromMigDeviceHandle(nvmlDevice_t migDevice, nvmlDevice_t *device)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 999.</remarks>
    DeviceGetDeviceHandleFromMigDeviceHandle,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGpuInstanceId(nvmlDevice_t device, unsigned int *id)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 999.</remarks>
    DeviceGetGpuInstanceId,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetComputeInstanceId(nvmlDevice_t device, unsigned int *id)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 999.</remarks>
    DeviceGetComputeInstanceId,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetAttributes_v2(nvmlDevice_t device, nvmlDeviceAttributes_t *attributes)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 999.</remarks>
    DeviceGetAttributes_v2,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGpuInstanceProfileInfo(nvmlDevice_t device, unsigned int profile, nvmlGpuInstanceProfileInfo_t *info)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    DeviceGetGpuInstanceProfileInfo,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGpuInstanceProfileInfoV(nvmlDevice_t device, unsigned int profile, nvmlGpuInstanceProfileInfo_v2_t *info)</c></summary>
    /// <remarks>Driver branch: R510 or newer. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    DeviceGetGpuInstanceProfileInfoV,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGpuInstancePossiblePlacements_v2(nvmlDevice_t device, unsigned int profileId, nvmlGpuInstancePlacement_t *placements, unsigned int *count)</c></summary>
    /// <remarks>Driver branch: R470 or newer. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    DeviceGetGpuInstancePossiblePlacements_v2,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGpuInstancePossiblePlacements(nvmlDevice_t device, unsigned int profileId, nvmlGpuInstancePlacement_t *placements, unsigned int *count)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    DeviceGetGpuInstancePossiblePlacements,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGpuInstanceRemainingCapacity(nvmlDevice_t device, unsigned int profileId, unsigned int *count)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    DeviceGetGpuInstanceRemainingCapacity,

    /// <summary><c>nvmlReturn_t nvmlDeviceCreateGpuInstance(nvmlDevice_t device, unsigned int profileId, nvmlGpuInstance_t *gpuInstance)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4, 23.</remarks>
    DeviceCreateGpuInstance,

    /// <summary><c>nvmlReturn_t nvmlDeviceCreateGpuInstanceWithPlacement(nvmlDevice_t device, unsigned int profileId, const nvmlGpuInstancePlacement_t *placement, nvmlGpuInstance_t *gpuInstance)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4, 23.</remarks>
    DeviceCreateGpuInstanceWithPlacement,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGpuInstances(nvmlDevice_t device, unsigned int profileId, nvmlGpuInstance_t *gpuInstances, unsigned int *count)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    DeviceGetGpuInstances,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetGpuInstanceById(nvmlDevice_t device, unsigned int id, nvmlGpuInstance_t *gpuInstance)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4, 6.</remarks>
    DeviceGetGpuInstanceById,

    /// <summary><c>nvmlReturn_t nvmlGpuInstanceGetInfo(nvmlGpuInstance_t gpuInstance, nvmlGpuInstanceInfo_t *info)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 4.</remarks>
    GpuInstanceGetInfo,

    /// <summary><c>nvmlReturn_t nvmlGpuInstanceDestroy(nvmlGpuInstance_t gpuInstance)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4, 19.</remarks>
    GpuInstanceDestroy,

    /// <summary><c>nvmlReturn_t nvmlGpuInstanceGetComputeInstanceProfileInfo(nvmlGpuInstance_t gpuInstance, unsigned int profile, unsigned int engProfile, nvmlComputeInstanceProfileInfo_t *info)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    GpuInstanceGetComputeInstanceProfileInfo,

    /// <summary><c>nvmlReturn_t nvmlGpuInstanceGetComputeInstanceProfileInfoV(nvmlGpuInstance_t gpuInstance, unsigned int profile, unsigned int engProfile, nvmlComputeInstanceProfileInfo_v2_t *info)</c></summary>
    /// <remarks>Driver branch: R510 or newer. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    GpuInstanceGetComputeInstanceProfileInfoV,

    /// <summary><c>nvmlReturn_t nvmlGpuInstanceGetComputeInstancePossiblePlacements(nvmlGpuInstance_t gpuInstance, unsigned int profileId, nvmlComputeInstancePlacement_t *placements, unsigned int *count)</c></summary>
    /// <remarks>Driver branch: R525 or newer. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    GpuInstanceGetComputeInstancePossiblePlacements,

    /// <summary><c>nvmlReturn_t nvmlGpuInstanceGetComputeInstanceRemainingCapacity(nvmlGpuInstance_t gpuInstance, unsigned int profileId, unsigned int *count)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    GpuInstanceGetComputeInstanceRemainingCapacity,

    /// <summary><c>nvmlReturn_t nvmlGpuInstanceCreateComputeInstance(nvmlGpuInstance_t gpuInstance, unsigned int profileId, nvmlComputeInstance_t *computeInstance)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4, 23.</remarks>
    GpuInstanceCreateComputeInstance,

    /// <summary><c>nvmlReturn_t nvmlGpuInstanceCreateComputeInstanceWithPlacement(nvmlGpuInstance_t gpuInstance, unsigned int profileId, const nvmlComputeInstancePlacement_t *placement, nvmlComputeInstance_t *computeInstance)</c></summary>
    /// <remarks>Driver branch: R525 or newer. Architecture: Ampere+. Documented codes: 1, 2, 3, 4, 23.</remarks>
    GpuInstanceCreateComputeInstanceWithPlacement,

    /// <summary><c>nvmlReturn_t nvmlGpuInstanceGetComputeInstances(nvmlGpuInstance_t gpuInstance, unsigned int profileId, nvmlComputeInstance_t *computeInstances, unsigned int *count)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4.</remarks>
    GpuInstanceGetComputeInstances,

    /// <summary><c>nvmlReturn_t nvmlGpuInstanceGetComputeInstanceById(nvmlGpuInstance_t gpuInstance, unsigned int id, nvmlComputeInstance_t *computeInstance)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 3, 4, 6.</remarks>
    GpuInstanceGetComputeInstanceById,

    /// <summary><c>nvmlReturn_t nvmlComputeInstanceGetInfo_v2(nvmlComputeInstance_t computeInstance, nvmlComputeInstanceInfo_t *info)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 4.</remarks>
    ComputeInstanceGetInfo_v2,

    /// <summary><c>nvmlReturn_t nvmlComputeInstanceDestroy(nvmlComputeInstance_t computeInstance)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Ampere+. Documented codes: 1, 2, 4, 19.</remarks>
    ComputeInstanceDestroy,

    /// <summary><c>nvmlReturn_t nvmlGpmQueryDeviceSupport(nvmlDevice_t device, nvmlGpmSupport_t *gpmSupport)</c></summary>
    /// <remarks>Driver branch: R520 or newer. Architecture: Hopper+.</remarks>
    GpmQueryDeviceSupport,

    /// <summary><c>nvmlReturn_t nvmlGpmSampleAlloc(nvmlGpmSample_t *gpmSample)</c></summary>
    /// <remarks>Driver branch: R520 or newer. Architecture: Hopper+. Documented codes: 2, 20.</remarks>
    GpmSampleAlloc,

    /// <summary><c>nvmlReturn_t nvmlGpmSampleFree(nvmlGpmSample_t gpmSample)</c></summary>
    /// <remarks>Driver branch: R520 or newer. Architecture: Hopper+. Documented codes: 2.</remarks>
    GpmSampleFree,

    /// <summary><c>nvmlReturn_t nvmlGpmSampleGet(nvmlDevice_t device, nvmlGpmSample_t gpmSample)</c></summary>
    /// <remarks>Driver branch: R520 or newer. Architecture: Hopper+.</remarks>
    GpmSampleGet,

    /// <summary><c>nvmlReturn_t nvmlGpmMigSampleGet(nvmlDevice_t device, unsigned int gpuInstanceId, nvmlGpmSample_t gpmSample)</c></summary>
    /// <remarks>Driver branch: R525 or newer. Architecture: Hopper+.</remarks>
    GpmMigSampleGet,

    /// <summary><c>nvmlReturn_t nvmlGpmMetricsGet(nvmlGpmMetricsGet_t *metricsGet)</c></summary>
    /// <remarks>Driver branch: R520 or newer. Architecture: Hopper+.</remarks>
    GpmMetricsGet,

    /// <summary><c>nvmlReturn_t nvmlEventSetCreate(nvmlEventSet_t *set)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 999.</remarks>
    EventSetCreate,

    /// <summary><c>nvmlReturn_t nvmlDeviceRegisterEvents(nvmlDevice_t device, unsigned long long eventTypes, nvmlEventSet_t set)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceRegisterEvents,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetSupportedEventTypes(nvmlDevice_t device, unsigned long long *eventTypes)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 15, 999.</remarks>
    DeviceGetSupportedEventTypes,

    /// <summary><c>nvmlReturn_t nvmlEventSetWait_v2(nvmlEventSet_t set, nvmlEventData_t * data, unsigned int timeoutms)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 2, 10, 15, 999.</remarks>
    EventSetWait_v2,

    /// <summary><c>nvmlReturn_t nvmlEventSetFree(nvmlEventSet_t set)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Fermi+. Documented codes: 1, 999.</remarks>
    EventSetFree,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetFieldValues(nvmlDevice_t device, int valuesCount, nvmlFieldValue_t *values)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: all. Documented codes: 2.</remarks>
    DeviceGetFieldValues,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetCpuAffinityWithinScope(nvmlDevice_t device, unsigned int cpuSetSize, unsigned long *cpuSet, nvmlAffinityScope_t scope)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetCpuAffinityWithinScope,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetCpuAffinity(nvmlDevice_t device, unsigned int cpuSetSize, unsigned long *cpuSet)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetCpuAffinity,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetMemoryAffinity(nvmlDevice_t device, unsigned int nodeSetSize, unsigned long *nodeSet, nvmlAffinityScope_t scope)</c></summary>
    /// <remarks>Driver branch: R460 or older. Architecture: Kepler+. Documented codes: 1, 2, 3, 15, 999.</remarks>
    DeviceGetMemoryAffinity,

    /// <summary><c>nvmlReturn_t nvmlDeviceGetNumaNodeId(nvmlDevice_t device, unsigned int *node)</c></summary>
    /// <remarks>Driver branch: R550 or newer. Architecture: all. Documented codes: 2, 3.</remarks>
    DeviceGetNumaNodeId,
}
