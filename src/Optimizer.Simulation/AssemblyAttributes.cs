using System.Runtime.CompilerServices;

// The delegates behind the simulated exports must be blittable, as the C signatures are.
[assembly: DisableRuntimeMarshalling]
