// Building blocks: parts of the procedure as the shipped processes have them, put in whole, with stages, organs and ways.
// `calls` run one after the other; where there is a `question`, a gateway follows: the first way goes on, each other one ends.
// `rest` marks the way that is taken when no condition holds. `done`: the end where nothing follows yet.
const approve = 'outcome = "approve"';
const here = { organ: "handling_organ" };

export const BLOCKS = [
  {
    id: "prepare",
    name: "Chuẩn bị hồ sơ",
    also: "lập hồ sơ soạn nộp",
    calls: [{ name: "Chuẩn bị hồ sơ", called: "prepare_dossier", properties: { stage: "prepare", organ: "submitting_unit" } }],
    question: "Nộp hồ sơ?",
    ways: [{ name: "Nộp", condition: 'outcome = "submit"' }, { name: "Không", rest: true, end: "Bỏ hồ sơ", status: "discarded" }],
    done: "Đã nộp hồ sơ",
  },
  {
    id: "receive",
    name: "Tiếp nhận",
    also: "nhận hồ sơ kiểm tra thành phần",
    calls: [{ name: "Tiếp nhận hồ sơ", called: "receive_dossier", properties: { stage: "receive", ...here } }],
    question: "Đã tiếp nhận?",
    ways: [{ name: "Có", condition: 'outcome = "accept"' }, { name: "Không", rest: true, end: "Không tiếp nhận" }],
    done: "Đã tiếp nhận",
  },
  {
    id: "appraise",
    name: "Thẩm định",
    also: "xét thẩm tra điều kiện tiêu chuẩn",
    calls: [{ name: "Thẩm định hồ sơ", called: "appraise_dossier", properties: { stage: "appraise", ...here } }],
    question: "Đủ điều kiện?",
    ways: [{ name: "Đủ", condition: approve }, { name: "Không", rest: true, end: "Không đủ điều kiện" }],
    done: "Đủ điều kiện",
  },
  {
    id: "council",
    name: "Họp Hội đồng",
    also: "bỏ phiếu hội đồng thi đua khen thưởng",
    calls: [{ name: "Họp Hội đồng", called: "council_session", properties: { stage: "council", council: "awarding" } }],
    question: "Hội đồng kết luận?",
    ways: [
      { name: "Đề nghị khen", condition: 'outcome = "pass"' },
      { name: "Cần xác minh", condition: 'outcome = "verify"', end: "Cần xác minh lại" },
      { name: "Không", rest: true, end: "Không đề nghị" },
    ],
    done: "Hội đồng đề nghị khen",
  },
  {
    id: "sign",
    name: "Trình ký",
    also: "tờ trình quyết định ký ban hành",
    calls: [
      { name: "Trình ký", called: "submit_proposal", properties: { stage: "decide", ...here } },
      { name: "Ra Quyết định", called: "decide", properties: { stage: "decide", organ: "deciding_organ" } },
    ],
    question: "Quyết định?",
    ways: [
      { name: "Khen", condition: approve },
      { name: "Thẩm định lại", condition: 'outcome = "reappraise"', end: "Cần thẩm định lại" },
      { name: "Không", rest: true, end: "Không chấp thuận" },
    ],
    done: "Có Quyết định",
  },
  {
    id: "return",
    name: "Trả hồ sơ",
    also: "trả bổ sung hoàn thiện",
    calls: [{ name: "Trả bổ sung", called: "return_for_supplement", properties: { stage: "supplement" } }],
    question: "Đã bổ sung?",
    ways: [{ name: "Có", condition: 'outcome = "resubmit"' }, { name: "Không", rest: true, end: "Quá hạn bổ sung" }],
    done: "Đã bổ sung",
  },
  {
    id: "consult",
    name: "Lấy ý kiến",
    also: "hiệp y cơ quan liên quan",
    calls: [{ name: "Lấy ý kiến hiệp y", called: "consult_organs", properties: { stage: "consult" } }],
    done: "Đã có ý kiến",
  },
  {
    id: "publish",
    name: "Công bố",
    also: "trao thưởng khen thưởng sổ khen",
    calls: [{ name: "Công bố, trao thưởng", called: "publish_award", properties: { stage: "publish", ...here } }],
    done: "Đã khen thưởng",
    status: "awarded",
  },
];
