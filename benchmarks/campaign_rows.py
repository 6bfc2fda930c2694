"""What the results of the heavy checks say, as rows of tables: measured beside asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MB = 1e6

# Their same-photo pairs went into the fit: docs/explanation/architecture.md, section 6.
FITTED_ON = ("office", "drama", "trip")

Result = dict[str, Any]
Row = tuple[str, str, str]  # what, what was measured, what was asked for


def quality_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/quality.py found."""
    noses = f"{found['found']} of {found['noses']}"
    yield "noses inside exactly one `ok` face (scenes)", noses, "all"
    yield "other `ok` faces (scenes)", str(found["others"]), "at most 1"
    yield "`ok` faces on t1.jpg", str(found["t1"]), "6"
    yield "photos of things and animals with an `ok` face", str(found["faceless_with_faces"]), "0"
    yield "labelled pairs right", f"{found['right']} of {found['pairs']}", "at least 297"


def speed_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/ingest.py found."""
    ours = found["likeness"]
    native, equal = found["peer_native"], found["peer_equal_size"]
    yield "photos", str(ours["photos"]), ""
    yield "CPU seconds, Likeness", f"{ours['cpu']:.1f}", ""
    yield "CPU seconds, face_recognition, native size", f"{native['cpu']:.1f}", ""
    yield "CPU seconds, face_recognition, at our size", f"{equal['cpu']:.1f}", ""
    yield "times our CPU seconds, native size", f"{native['cpu_ratio']:.1f}", "at least 10"
    yield "times our CPU seconds, at our size", f"{equal['cpu_ratio']:.1f}", "at least 4"
    walls = ", ".join(f"{run['wall']:.1f}" for run in (ours, native, equal))
    yield "wall seconds (ours, native, our size)", walls, ""
    faces = ", ".join(str(run["faces"]) for run in (ours, native, equal))
    yield "faces found (ours, native, our size)", faces, "ours no fewer"
    inside = f"{ours['inside_share']:.0%}"
    yield "our CPU time inside ONNX Runtime or codecs", inside, "at least 75%"
    for stage, seconds in ours["stages"].items():
        yield f"our CPU seconds: {stage}", f"{seconds:.2f} ({seconds / ours['cpu']:.0%})", ""
    yield "peak memory, all processes", f"{ours['memory'] / MB:.0f} MB", "under 900 MB"


def memory_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/ingest.py found on many photos."""
    ours = found["likeness"]
    yield "photos", str(ours["photos"]), ""
    yield "peak memory, all processes", f"{ours['memory'] / MB:.0f} MB", "under 900 MB"
    inside = f"{ours['inside_share']:.0%}"
    yield "our CPU time inside ONNX Runtime or codecs", inside, "at least 75%"
    yield "CPU seconds, wall seconds", f"{ours['cpu']:.0f}, {ours['wall']:.0f}", ""


def grouping_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/calibrate.py found."""
    for row in found["pairs"]:
        value = f"even {row['even']:.3f}, softness {row['softness']:.3f}"
        error = f"; calibration error there {row['error']:.2f}"
        yield f"probability of a pair, without {row['left out']}", value + error, ""
    for row in found["prior"]:
        value = f"usual {row['usual']:.2f}, doubt {row['doubt']:.2f}; F there {row['f']:.3f}"
        yield f"prior of the strictness, without {row['left out']}", value, ""
    for name, value in found["used"].items():
        yield f"in use: {name}", f"{value:.3g}", ""
    for name, value in found["tests"].items():
        text = ", ".join(f"{key} {number}" for key, number in value.items())
        seen = any(folder in name for folder in FITTED_ON)
        yield f"{'seen in the fit' if seen else 'not fitted on'}: {name}", text, ""


def accuracy_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/grouping_accuracy.py found."""
    for row in found["rows"]:
        name = f"{row['set']}: {row['photos']} photos, {row['missed']} without a face"
        value = f"F {row['f']:.3f}, precision {row['precision']:.3f}"
        yield name, value, ASKED_ACCURACY[row["set"]].format(**row)
        changed = f"{row['shuffles_differ']} of 10, {row['batches']:+.4f}"
        name = f"{row['set']}: shuffles that differ; F of ten batches less F at once"
        yield name, changed, "0; at least -0.005"
    for name, count in found["violations"].items():
        yield f"{name}: faces of one photo that are one person", str(count), "0"


ASKED_ACCURACY = {
    "digiface": "F 0.95 (best baseline at its best threshold: {oracle:.3f})",
    "people.json": "F {oracle:.3f}, precision 0.99",
    "degraded": "F {oracle:.3f} less 0.02",
}


def scale_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/grouping_scale.py found."""
    asked = {100_000: "F 0.95, 45 s", 1_000_000: "F 0.92, 360 s, 6 GB"}
    for row in found["rows"]:
        name = f"{row['world']}, {row['faces']:,} faces: {row['method']}"
        if row.get("f") is None:
            yield name, "not within the limit of time", ""
            continue
        value = f"F {row['f']:.3f}, {row['seconds']:.0f} s, {row['gigabytes']:.2f} GB"
        yield name, value, asked.get(row["faces"], "") if row["method"] == "likeness" else ""


def growth_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/growth.py found."""
    name = f"seconds to group {found['new']} new faces of {found['faces']:,}"
    yield name, f"{found['seconds']:.1f}", "under 3"


def network_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/network.py found."""
    for of in ("faces", "people"):
        row = found[of]
        name = f"{row['nodes']:,} {of}, {row['edges']:,} edges: seconds to find all, to draw"
        value = f"{row['edges_seconds']:.1f}, {row['drawing_seconds']:.1f}"
        yield name, value, "under 60 together" if of == "faces" else ""
    again = f"{found['again_seconds']:.1f}"
    yield f"seconds after {found['forgotten']} photos were forgotten", again, ""
    wrong = f"{found['wrong']}, {found['wrong_again']}"
    yield "faces with other neighbours than brute force finds, before and after", wrong, "0"
    yield "most memory", f"{found['resident_mb']} MB", ""


def open_set_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/open_set.py found."""
    for row in found["rows"]:
        name = f"{row['people']:,} people, {row['world']}"
        value = (
            f"{row['alarms']:.2%} alarms, {row['outside']:.0%} of libraries outside 0 to 3 %, "
            f"{row['found']:.0%} found, calibration error {row['calibration_error']:.3f}"
        )
        yield name, value, "0.5 to 1.5 %, error below 0.03" if "+" in row["world"] else ""
    for row in found["quantiles"]:
        if not row["fitted"] and row["asked"]:
            name = f"generator against photos it was not fitted to: {row['name']}"
            yield name, "within .02" if row["passed"] else "not within .02", "within 0.02"
    if pairs := found.get("pairs"):
        value = f"{pairs['found']} of {pairs['searches']} found, {pairs['wrong']} wrong"
        yield "pairs", f"{value}, {pairs['strangers taken']} strangers taken", "99 %, 0, 0"


def find_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/find_scale.py found."""
    searched, prepared = found["searches"], found["calibration"]
    times = f"{searched['median_milliseconds']:.0f} ms, {searched['worst_milliseconds']:.0f} ms"
    yield f"{found['faces']:,} faces: median and worst search", times, "60 ms"
    yield "memory that is resident", f"{searched['resident']} MB", "400 MB"
    yield "CPU seconds to learn how strangers score", f"{prepared['cpu_seconds']:.0f}", ""


def trust_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/trust.py found."""
    for row in found["rows"]:
        of = f"{row['of']}, {row['questions']} questions"
        name = f"{of}, {row['libraries']} libraries: {row['kind']}"
        asked = f"0.90, {0.03 if row['questions'] else 0.05}" if row["kind"] == "all" else ""
        yield name, f"{row['covered']:.3f} covered, half-width {row['half_width']:.3f}", asked


def edits_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/edits.py found."""
    yield "sequences of edits, runs, slides and undos", str(found["sequences"]), "1,000"
    yield "sequences that lose a decision or do not return", str(found["failed"]), "0"


def landmarks_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/landmarks.py found: how far faces of turned photos disagree."""
    for name, row in found["rows"].items():
        turned = [row[f"again_{degrees}"] for degrees in (10, 20, 30)]
        medians = ", ".join(f"{one['median']:.4f}" for one in turned)
        title = f"{name}: median of {turned[0]['faces']} faces, turned by 10, 20, 30 degrees"
        yield title, f"{medians} eye distances; {row['cpu_ms']:.1f} CPU ms", "below 0.006"


def averages_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/average_cost.py found."""
    many, crowd, one = found["many"], found["crowd"], found["one"]
    times = f"{many['wall']:.0f}, {many['cpu']:.0f}"
    faces = f"{many['shaped']} faces, {many['side']} px"
    yield f"{faces}: wall seconds, CPU seconds", times, "under 240"
    yield f"{faces}: peak memory, all processes", f"{many['memory'] / MB:.0f} MB", "under 2000 MB"
    more = f"{crowd['cpu']:.1f}"
    asked = f"at most their decoding, {crowd['decoding']:.1f}"
    yield f"CPU seconds more with {crowd['faces']:,} faces in the set", more, asked
    shuffled = found["shuffled"]
    levels = f"{shuffled['order']}, {shuffled['threads']}"
    yield "grey levels that change with the order, the threads", levels, "at most 1"
    copies = ", ".join(str(copy["change"]) for copy in found["copies"])
    yield "grey levels that change with a recompressed copy", copies, "0"
    alone = f"{one['angle']:+.1f} degrees, correlation {one['correlation']:.3f}"
    yield f"one face, its photo turned by {one['turned']:.0f} degrees: eye line", alone, "upright"


def gallery_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/gallery.py found: eyes, mouth and likeness of each method."""
    for row in found["rows"]:
        faces = f"{row['shaped']} faces, {row['voices']} people, {row['side']} px"
        for name, title in GALLERY_METHODS.items():
            one = row["methods"][name]
            likeness = "no face" if one["likeness"] is None else f"{one['likeness']:.3f}"
            value = f"eyes {one['eyes']:.2f}, mouth {one['mouth']:.2f}, likeness {likeness}"
            if name == "likeness":
                value += f"; {one['cpu_seconds']:.1f} CPU s"
            least = row["methods"]["tps"]["likeness"] or 0.012
            asked = f"0.7 to 1.1 twice, {least - 0.012:.3f}" if name == "likeness" else ""
            yield f"{row['title']} ({faces}): {title}", value, asked


GALLERY_METHODS = {
    "similarity": "similarity mean",
    "delaunay": "Delaunay mean",
    "tps": "thin-plate mean",
    "likeness": "Likeness",
}


def kill_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/kill.py found."""
    same = f"{found['same']} of {found['kills']}"
    yield "killed runs that end in the same library", same, "all"
    yield "committed photos that were computed again", str(found["computed_again"]), "0"


def server_kill_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/server_kill.py found."""
    victims = ", ".join(f"{name} {number}" for name, number in found["victims"].items())
    yield f"kills: {victims}", str(found["kills"]), "50"
    done = f"{found['uploads']} uploads, {found['folders']} folders, {found['decisions']} decisions"
    yield "acknowledged meanwhile", done, ""
    begun = f"{found['resumed']} uploads, {found['jobs_resumed']} jobs"
    yield "interrupted, and brought to their end", begun, ""
    yield "acknowledged and lost, or twice there", str(found["lost"]), "0"
    yield "processes that were left behind", str(found["left_behind"]), "0"


def rolling_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/rolling.py found."""
    yield "restarts of servers, requests meanwhile", f"{found['restarts']}, {found['requests']}", ""
    yield "requests that failed", str(found["failed"]), "0"
    history = f"{len(found['wrong'])} of {found['decisions']}"
    yield "decisions that are lost, or there twice", history, "0"
    yield "seconds of the slowest answer", f"{found['slowest']:.1f}", ""
    yield "seconds that a server takes to end, at most", f"{found['slowest_end']:.1f}", ""


def soak_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/soak.py found."""
    counted = ", ".join(f"{kind} {number}" for kind, number in found["answered"].items())
    yield f"requests in {found['minutes']:g} minutes: {counted}", str(found["requests"]), ""
    yield "requests that failed", str(found["failed"]), "0"
    ends = f"{found['megabytes']:.0f} MB, {found['kilobytes_a_minute']:+.0f} kB a minute"
    yield "resident memory of the server at first, and its slope", ends, ""
    yield "growth, after a warm-up", f"{found['growth']:.1%}", "under 5 %"


def page_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/page.py found."""
    yield "photos; load of the machine at first", f"{found['photos']:,}; {found['load']}", ""
    script = f"{found['script_kb']:.0f} kB, {found['script_sent_kb']:.0f} kB"
    yield "JavaScript of the first page, packed; with headers", script, "under 300 kB"
    paint = f"{found['largest_paint_ms']:.0f} ms, {found['largest_paint_again_ms']:.0f} ms"
    yield "largest contentful paint, first visit and again", paint, "under 1,500 ms"
    cpu = f"{found['cpu_p50_ms']:.1f}, {found['cpu_p95_ms']:.1f} ms"
    asked = "p95 under 8 ms"
    yield f"main thread per frame, {found['frames']:,} frames: p50, p95", cpu, asked
    for phase in ("slow", "fast", "flying"):
        yield f"the same, p95 while {phase}", f"{found[f'cpu_p95_{phase}_ms']:.1f} ms", ""
    wall = f"{found['wall_p50_ms']:.1f}, {found['wall_p95_ms']:.1f} ms"
    yield "the same on the clock: p50, p95", wall, ""
    longest = f"{found['longest_task_cpu_ms']:.0f}, {found['longest_task_wall_ms']:.0f} ms"
    yield "longest task, of processor and on the clock", longest, "under 200 ms"
    yield "memory of the page, after it", f"{found['memory_mb']:.0f} MB", "under 300 MB"
    pictures = f"{found['pictures_mb']:.0f} MB"
    yield "decoded pictures that the browser keeps beside it, to be dropped", pictures, ""


def network_page_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/network_page.py found."""
    size = f"{found['nodes']:,}, {found['edges']:,}; {found['load']}"
    yield "faces, edges; load of the machine at first", size, ""
    yield "first paint of the page", f"{found['first_paint_ms']:.0f} ms", "under 2,000 ms"
    yield "the network itself is drawn after", f"{found['network_paint_ms']:.0f} ms", ""
    answer = f"{found['answer_mb']:.1f} MB in {found['answer_ms']:.0f} ms"
    yield "of which the server's answer", answer, ""
    cpu = f"{found['cpu_p50_ms']:.1f}, {found['cpu_p95_ms']:.1f} ms"
    yield f"main thread per frame, {found['frames']:,} frames: p50, p95", cpu, ""
    yield "the same, p95 while panning", f"{found['cpu_p95_pan_ms']:.1f} ms", "under 12 ms"
    for phase in ("zoom", "pan_close"):
        told = f"{found[f'cpu_p95_{phase}_ms']:.1f} ms"
        yield f"the same, p95: {phase.replace('_', ' ')}", told, ""
    wall = f"{found['wall_p50_ms']:.0f}, {found['wall_p95_ms']:.0f} ms"
    yield "on the clock, pixels drawn without a GPU: p50, p95", wall, ""


def hostile_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/hostile.py found."""
    files = f"{found['read']} read, {found['failed']} failed"
    yield f"{found['files']} hostile files", files, "each read or failed"
    yield "files that ended otherwise than they should", str(found["surprises"]), "0"
    yield "wall seconds", f"{found['wall']:.1f}", "under 60"
    yield "most memory of one process", f"{found['largest'] / MB:.0f} MB", "under 1500 MB"


def contract_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/contract.py found."""
    yield f"requests to {found['operations']} operations", f"{found['cases']:,}", "10,000"
    yield "answers that are not as specified", str(len(found["failures"])), "0"
    broken = sum(count for status, count in found["statuses"].items() if status.startswith("5"))
    yield "errors of ours (5xx)", str(broken), "0"


def stores_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/stores.py found."""
    base = found["folder"]["first"]
    far = f"servers {1000 * found['far']:.0f} ms away"
    yield "photos, faces", f"{base['photos']}, {base['faces']}", ""
    for key, where_they_are in (("near", "servers on the loopback"), ("distant", far)):
        first = found[key]["first"]
        wall, cpu = first["wall"] / base["wall"], first["cpu"] / base["cpu"]
        yield f"wall time of `add`, times that with folders: {where_they_are}", f"{wall:.2f}", ""
        yield f"our CPU time, times that with folders: {where_they_are}", f"{cpu:.2f}", ""
    walls = ", ".join(f"{found[key]['again']['wall']:.2f}" for key in ("folder", "near", "distant"))
    yield "wall seconds, nothing new (folders, loopback, away)", walls, ""
    for key, server in (("postgresql", "PostgreSQL"), ("s3", "S3")):
        first, again = (found["near"][run][key]["round_trips"] for run in ("first", "again"))
        yield f"round trips to {server} for each photo", f"{first / base['photos']:.1f}", ""
        yield f"round trips to {server}, nothing new", str(again), ""
    catalogs = found["catalogs"]
    kinds = (catalogs["sqlite"], catalogs["postgresql"])
    write = ", ".join(f"{kind['write_ms']:.2f}" for kind in kinds)
    yield f"ms to write a photo, {catalogs['batch']} together (SQLite, PostgreSQL)", write, ""
    read = ", ".join(f"{kind['read_ms']:.0f}" for kind in kinds)
    yield f"ms to read the vectors of {kinds[0]['faces']:,} faces (SQLite, PostgreSQL)", read, ""


def faults_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/faults.py found."""
    same = f"{found['same']} of {found['runs']}"
    yield "runs with faults that end in the same library", same, "all"
    faults = ", ".join(f"{name} {number}" for name, number in found["faults"].items())
    yield "connections that were cut or refused", faults, ""
    yield "steps that failed and were repeated", str(found["failures"]), ""
    yield "libraries that were opened anew", str(found["reopened"]), ""
    yield "Qdrant", "a true server" if found["real_qdrant"] else "a stand-in for its server", ""


def index_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/index_recall.py found."""
    yield "faces, queries", f"{found['faces']:,}, {found['queries']:,}", ""
    yield "least recall@10 against `exact`", f"{found['least recall@10']:.5f}", "at least 0.999"
    for one in found["outcomes"]:
        value = f"{one['recall']:.5f}, {one['milliseconds']:.2f} ms for each query"
        yield f"recall@10, {one['index']}, {one['filter']}", value, "at least 0.999"


def evaluation_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/evaluation.py found."""
    people, crowd = found["digiface"], found["crowd"]
    for question, seconds in people["seconds"].items():
        yield (
            f"seconds, `evaluate {question}` on digiface, embeddings at hand",
            f"{seconds:.1f}",
            "",
        )
    total = sum(people["seconds"].values())
    yield "seconds, all of these", f"{total:.1f}", "under 60"
    yield "most memory of one of them", f"{people['memory'] / MB:.0f} MB", "under 1000 MB"
    yield (
        f"seconds for all {crowd['pairs']:,} pairs of {crowd['faces']:,} made-up faces",
        f"{crowd['seconds']:.1f}, with {crowd['memory'] / MB:.0f} MB",
        "under 180, without the matrix",
    )
    yield "AUC of the labelled pairs", f"{found['pairs']['auc']['value']:.5f}", "above 0.999"
    yield "digiface: photos with a face", f"{people['faces']} of {people['photos']}", ""
    yield "digiface: AUC of all pairs", interval(people["auc"]), ""
    for each in people["methods"]:
        yield f"digiface: BCubed F, {each['method']}, {each['rule']}", interval(each["f"]), ""


def interval(found: Result | None) -> str:
    """Return a figure with its interval."""
    if found is None or found["value"] is None:
        return "not run"
    ends = [found["low"], found["high"]]
    shown = f" ({ends[0]:.3f} to {ends[1]:.3f})" if None not in ends else ""
    return f"{found['value']:.3f}{shown}"


def intervals_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/intervals.py found."""
    yield "simulated data sets of each size", f"{found['sets']}, in each of two worlds", "500"
    for people, shares in sorted(found["coverage"].items(), key=lambda item: int(item[0])):
        asked = "0.93 to 0.97" if int(people) == 50 else ""
        for figure, share in shares.items():
            yield (
                f"95 % intervals that hold the truth, {people} people: {figure}",
                f"{share:.3f}",
                asked,
            )


def load_rows(found: Result) -> Iterator[Row]:
    """What benchmarks/load.py found."""
    for what in ("page", "thumbnail"):
        alone, adding = found["alone"][what], found["adding"][what]
        yield f"{what}, 200 requests/s: p50, p95, p99", _in_ms(alone), "p99 below 50 ms"
        yield f"{what}, 100 requests/s while photos are added", _in_ms(adding), "p99 below 100 ms"
    for what, row in found["find"].items():
        yield f"search {what}, 2/s", _in_ms(row), "p95 below 400 ms"
    yield "requests that failed", str(found["failures"]), "0"


def _in_ms(row: dict[str, float]) -> str:
    return f"{row['p50']:.0f}, {row['p95']:.0f}, {row['p99']:.0f} ms"
